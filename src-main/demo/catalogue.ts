/**
 * What the demo library has: invented namespaces with names like those of real tools, chosen so that
 * every trust state, several architectures and a moving `latest` can be seen.
 */
import type { DemoSigner } from './demo-keys.ts'

export interface DemoImage {
  /** First the one that says which version it is. */
  readonly tags: readonly [string, ...string[]]
  readonly architectures: readonly string[]
  /** When it was built; signed an hour later unless said otherwise. */
  readonly builtAt: string
  readonly signers: readonly DemoSigner[]
  readonly signedAt?: string
  /** `partly`: something was added after signing; `changed`: one byte of the file system differs; `legacy`: old form. */
  readonly state?: 'partly' | 'changed' | 'legacy'
  /** Bytes that make it larger, so that a download can be watched. */
  readonly fillBytes?: number
}

export interface DemoContainer {
  readonly path: string
  readonly description: string
  readonly fullDescription?: string
  readonly from: string
  /** What its runscript runs. */
  readonly command: string
  readonly packages: Readonly<Record<string, string>>
  readonly downloads: number
  readonly stars: number
  readonly private?: boolean
  readonly images: readonly DemoImage[]
}

const both = ['amd64', 'arm64'] as const
const base = { zlib1g: '1:1.3.1', libc6: '2.41-6', bash: '5.2.37-2', coreutils: '9.6-2' }

export const demoCatalogue: readonly DemoContainer[] = [
  {
    path: 'library/default/debian',
    description: 'Small base image in the manner of Debian',
    from: 'debian',
    command: 'bash',
    packages: base,
    downloads: 48_210,
    stars: 120,
    images: [
      {
        tags: ['13', 'latest'],
        architectures: [...both, 'ppc64le'],
        builtAt: '2026-08-14T06:00:00Z',
        signers: ['base'],
      },
      { tags: ['12'], architectures: both, builtAt: '2025-02-10T06:00:00Z', signers: ['base'] },
      { tags: ['11'], architectures: ['amd64'], builtAt: '2024-01-22T06:00:00Z', signers: ['base'] },
    ],
  },
  {
    path: 'library/default/alpine',
    description: 'Very small base image in the manner of Alpine',
    from: 'alpine',
    command: 'sh',
    packages: { musl: '1.2.5-r9', busybox: '1.37.0-r12', 'apk-tools': '2.14.6-r3' },
    downloads: 91_002,
    stars: 233,
    images: [
      { tags: ['3.22', 'latest'], architectures: both, builtAt: '2026-06-02T06:00:00Z', signers: ['base'] },
      { tags: ['3.21'], architectures: both, builtAt: '2025-01-07T06:00:00Z', signers: ['base'] },
    ],
  },
  {
    path: 'library/default/busybox',
    description: 'One program that is many; nobody signed it',
    from: 'busybox',
    command: 'sh',
    packages: { busybox: '1.36.1' },
    downloads: 7_311,
    stars: 9,
    images: [{ tags: ['1.36', 'latest'], architectures: both, builtAt: '2024-05-19T06:00:00Z', signers: [] }],
  },
  {
    path: 'northlab/genomics/samtools',
    description: 'Reading, sorting and indexing alignments',
    fullDescription:
      'Samtools with the indexing tools of htslib.\n\nRun it like the program itself:\n\n    singularity run samtools_1.21.sif view -h reads.bam\n\nThreads follow SAMTOOLS_THREADS.',
    from: 'library://library/default/debian:13',
    command: 'samtools',
    packages: { ...base, samtools: '1.21-1', libhts3: '1.21+ds-1', libdeflate0: '1.23-1' },
    downloads: 18_402,
    stars: 74,
    images: [
      {
        tags: ['1.21', 'latest'],
        architectures: both,
        builtAt: '2026-09-04T10:20:00Z',
        signers: ['release'],
        fillBytes: 900_000,
      },
      {
        tags: ['1.20'],
        architectures: both,
        builtAt: '2025-05-28T10:20:00Z',
        signers: ['release'],
        fillBytes: 800_000,
      },
      { tags: ['1.19'], architectures: ['amd64'], builtAt: '2024-02-13T10:20:00Z', signers: ['release'] },
    ],
  },
  {
    path: 'northlab/genomics/gatk',
    description: 'Variant discovery, signed by its maintainers and by the machine that built it',
    from: 'library://library/default/debian:12',
    command: 'gatk',
    packages: { ...base, 'openjdk-21-jre-headless': '21.0.6+7-1', python3: '3.13.2-1', r: '4.4.3-1' },
    downloads: 12_950,
    stars: 61,
    images: [
      {
        tags: ['4.6.1', 'latest'],
        architectures: ['amd64'],
        builtAt: '2026-07-12T08:00:00Z',
        signers: ['automation', 'release'],
        fillBytes: 6_000_000,
      },
      {
        tags: ['4.6.0'],
        architectures: both,
        builtAt: '2025-09-02T08:00:00Z',
        signers: ['automation', 'release'],
        fillBytes: 2_000_000,
      },
      { tags: ['nightly'], architectures: ['amd64'], builtAt: '2026-10-30T03:10:00Z', signers: ['automation'] },
    ],
  },
  {
    path: 'northlab/genomics/bwa',
    description: 'Short read alignment; a file was added after it was signed',
    from: 'library://library/default/debian:12',
    command: 'bwa',
    packages: { ...base, bwa: '0.7.18-1' },
    downloads: 5_120,
    stars: 22,
    images: [
      {
        tags: ['0.7.18', 'latest'],
        architectures: ['amd64', 'arm64'],
        builtAt: '2025-03-02T09:15:00Z',
        signers: ['release'],
        state: 'partly',
      },
    ],
  },
  {
    path: 'northlab/imaging/fiji',
    description: 'Image analysis for microscopy',
    from: 'library://library/default/debian:13',
    command: 'fiji',
    packages: { ...base, 'openjdk-21-jre': '21.0.6+7-1' },
    downloads: 2_804,
    stars: 31,
    images: [
      {
        tags: ['2.16.0', 'latest'],
        architectures: both,
        builtAt: '2026-05-20T12:00:00Z',
        signers: ['release'],
        fillBytes: 3_000_000,
      },
    ],
  },
  {
    path: 'northlab/drafts/caller',
    description: 'Not for everybody yet',
    from: 'library://library/default/debian:13',
    command: 'caller',
    packages: base,
    downloads: 3,
    stars: 0,
    private: true,
    images: [
      { tags: ['0.1', 'latest'], architectures: both, builtAt: '2026-10-01T12:00:00Z', signers: ['automation'] },
    ],
  },
  {
    path: 'openflow/cfd/openfoam',
    description: 'Flow simulation; the key that signed it has expired since',
    from: 'library://library/default/debian:12',
    command: 'simpleFoam',
    packages: { ...base, openmpi: '5.0.7-1', openfoam: '2406-1' },
    downloads: 9_033,
    stars: 40,
    images: [
      {
        tags: ['v2406', 'latest'],
        architectures: both,
        builtAt: '2024-05-30T07:00:00Z',
        signers: ['lapsed'],
        fillBytes: 4_000_000,
      },
      { tags: ['v2312'], architectures: ['amd64'], builtAt: '2023-12-21T07:00:00Z', signers: ['lapsed'] },
    ],
  },
  {
    path: 'openflow/cfd/paraview',
    description: 'Looking at simulations; its signer has moved to another key',
    from: 'library://library/default/debian:11',
    command: 'pvbatch',
    packages: { ...base, paraview: '5.11.0-1' },
    downloads: 3_420,
    stars: 17,
    images: [{ tags: ['5.11', 'latest'], architectures: both, builtAt: '2022-11-15T07:00:00Z', signers: ['retired'] }],
  },
  {
    path: 'cowfarm/funny/lolcow',
    description: 'The talking cow of the first tutorial',
    from: 'library://library/default/debian:12',
    command: 'cowsay',
    packages: { ...base, cowsay: '3.8.4-1', fortune: '1:1.99.1-8', lolcat: '100.0.1-3' },
    downloads: 41_207,
    stars: 310,
    images: [
      { tags: ['latest', '2.0'], architectures: both, builtAt: '2026-03-16T15:00:00Z', signers: ['cow'] },
      { tags: ['1.0'], architectures: ['amd64'], builtAt: '2024-04-12T15:00:00Z', signers: ['cow'] },
    ],
  },
  {
    path: 'cowfarm/teaching/samtools-course',
    description: 'Course image: samtools, a viewer and the exercise data; its key is on no keyserver',
    from: 'library://northlab/genomics/samtools:1.20',
    command: 'course',
    packages: { ...base, samtools: '1.20-1', igv: '2.17.4-1' },
    downloads: 640,
    stars: 5,
    images: [
      {
        tags: ['autumn-26', 'latest'],
        architectures: both,
        builtAt: '2026-09-20T09:00:00Z',
        signers: ['course'],
        fillBytes: 1_500_000,
      },
    ],
  },
  {
    path: 'vaultbio/tools/blast',
    description: 'Sequence search; the key that signed it was stolen later and is revoked',
    from: 'library://library/default/debian:12',
    command: 'blastn',
    packages: { ...base, 'ncbi-blast+': '2.16.0-1' },
    downloads: 6_871,
    stars: 28,
    images: [{ tags: ['2.16.0', 'latest'], architectures: both, builtAt: '2025-07-01T11:00:00Z', signers: ['leaked'] }],
  },
  {
    path: 'mirrorbox/unofficial/blast',
    description: 'A copy of somebody else’s image that is not what was signed',
    from: 'library://library/default/debian:12',
    command: 'blastn',
    packages: { ...base, 'ncbi-blast+': '2.16.0-1' },
    downloads: 118,
    stars: 0,
    images: [
      {
        tags: ['2.16.0-mirror', 'latest'],
        architectures: both,
        builtAt: '2025-08-09T02:00:00Z',
        signers: ['release'],
        state: 'changed',
      },
    ],
  },
  {
    path: 'mirrorbox/unofficial/qiime2',
    description: 'Microbiome analysis, repacked without a signature',
    from: 'docker://docker.io/qiime2/core:2024.5',
    command: 'qiime',
    packages: { ...base, python3: '3.11.2-1' },
    downloads: 402,
    stars: 1,
    images: [
      {
        tags: ['2024.5', 'latest'],
        architectures: ['amd64'],
        builtAt: '2024-06-18T02:00:00Z',
        signers: [],
        fillBytes: 2_500_000,
      },
    ],
  },
  {
    path: 'statsgroup/r/seurat',
    description: 'Single-cell analysis in R',
    from: 'library://library/default/debian:13',
    command: 'Rscript',
    packages: { ...base, 'r-base': '4.5.0-1', 'r-cran-seurat': '5.2.1-1' },
    downloads: 4_410,
    stars: 35,
    images: [
      {
        tags: ['5.2', 'latest'],
        architectures: [...both, 'ppc64le'],
        builtAt: '2026-02-03T13:00:00Z',
        signers: ['automation'],
        fillBytes: 700_000,
      },
      { tags: ['5.1'], architectures: ['amd64'], builtAt: '2024-07-08T13:00:00Z', signers: ['automation'] },
    ],
  },
  {
    path: 'statsgroup/r/deseq2',
    description: 'Differential expression, signed in the old way that covers the file system only',
    from: 'library://library/default/debian:11',
    command: 'Rscript',
    packages: { ...base, 'r-base': '4.2.0-1', 'r-bioc-deseq2': '1.44.0-1' },
    downloads: 2_117,
    stars: 12,
    images: [
      {
        tags: ['1.44', 'latest'],
        architectures: both,
        builtAt: '2023-06-14T13:00:00Z',
        signers: ['automation'],
        state: 'legacy',
      },
    ],
  },
]

/** What is said about the namespaces themselves. */
export const demoEntities: Readonly<Record<string, string>> = {
  library: 'Base images that short names mean',
  northlab: 'Northlab, an invented sequencing centre',
  openflow: 'Open Flow, invented simulation people',
  cowfarm: 'Cow Farm, where cows talk',
  vaultbio: 'Vault Bio, invented and careless with keys',
  mirrorbox: 'Copies of other people’s images',
  statsgroup: 'An invented statistics group',
}
