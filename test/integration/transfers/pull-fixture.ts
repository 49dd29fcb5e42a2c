/** A pull against the test library: real network, files, database and jobs; only the verdict is given. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ServicesOptions } from '../../../src-main/demo/services/services.ts'
import { createLibrary, type LibraryService } from '../../../src-main/engine/library/library.ts'
import { createOci, type OciService } from '../../../src-main/engine/oci/oci.ts'
import { type Bandwidth, createBandwidth } from '../../../src-main/engine/platform/bandwidth.ts'
import type { EngineContext } from '../../../src-main/engine/platform/context.ts'
import { createHttpClient, type HttpClient } from '../../../src-main/engine/platform/http/client.ts'
import { createRemotes, type RemotesService } from '../../../src-main/engine/remotes/remotes.ts'
import { createTransfers, type TransfersDeps } from '../../../src-main/engine/transfers/transfers.ts'
import {
  type AdmissionNeeds,
  type AdmissionService,
  createAdmission,
} from '../../../src-main/engine/trust/admission.ts'
import { createTrust } from '../../../src-main/engine/trust/trust.ts'
import { type PullParams, type PullResult, pullSchema } from '../../../src-shared/contract/transfers.ts'
import type { Job } from '../../../src-shared/model/job.ts'
import type { Verdict, Verification } from '../../../src-shared/model/verification.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { withContext } from '../../support/engine-context.ts'
import { startLibraryService, type TestLibrary } from '../../support/library-service/index.ts'

export interface PullSet {
  readonly context: EngineContext
  readonly bandwidth: Bandwidth
  readonly service: TestLibrary
  readonly library: LibraryService
  readonly registries: OciService
  readonly http: HttpClient
  readonly remotes: RemotesService
  readonly admission: AdmissionService
  /** Folder that pulls go to. */
  readonly images: string
  readonly entered: { path: string; digest: string | undefined; reference: string | undefined }[]
  readonly verified: string[]
  verdict: Verdict
  start(params: Partial<PullParams> & { reference: string }): string
  pull(params: Partial<PullParams> & { reference: string }): Promise<Job>
  /** Everything in the image folder, hidden files too. */
  files(): Promise<readonly string[]>
}

export const partSizeBytes = 16_384
/** A keyring without keys. */
const noKeys: AdmissionNeeds['keyring'] = {
  isOwn: () => false,
  stored: () => null,
  armored: (fingerprint) => {
    throw failure('KEYRING_KEY_NOT_FOUND', { fingerprint })
  },
  shown: (fingerprint) => {
    throw failure('KEYRING_KEY_NOT_FOUND', { fingerprint })
  },
}

/** A verification of which only the verdict matters. */
export const nothingFound: Omit<Verification, 'file' | 'verdict' | 'sentence'> = {
  integrity: 'unknown',
  coverage: null,
  signatures: [],
  checks: [],
  nextAction: { kind: 'none', text: '' },
  lines: { integrity: '', signer: '' },
  checkedAt: '2026-01-01T00:00:00.000Z',
  stamp: { sizeBytes: 0, modifiedMs: 0, digest: null },
}
const call = { signal: new AbortController().signal }

export function resultOf(job: Job): PullResult {
  if (job.state !== 'done') throw new Error(`${job.state}: ${JSON.stringify(job.error)}`)
  return job.result as PullResult
}

export async function withPull(
  work: (set: PullSet) => Promise<void>,
  options: { readonly services?: ServicesOptions; readonly deps?: Partial<TransfersDeps> } = {},
): Promise<void> {
  await withContext(async (context, folder) => {
    const service = await startLibraryService(options.services)
    const bandwidth = createBandwidth()
    const http = createHttpClient({ version: '0.0.0', environment: {}, longestWaitMs: 1500, bandwidth })
    const remotes = createRemotes(context, { http })
    const registries = createOci(context, { http, usualCredentialFiles: [], retryPausesMs: [5, 5, 5] })
    const library = createLibrary(context, { http, remotes, registries, hasDigest: () => false })
    const images = join(folder, 'images')
    const entered: PullSet['entered'] = []
    const verified: string[] = []
    const state: { verdict: Verdict } = { verdict: 'unknown' }
    const trust = createTrust(context, { primaryOf: () => null })
    const admission = createAdmission(context, { trust, keyring: noKeys, imageOf: () => null })
    const transfers = createTransfers(context, {
      http,
      library,
      registries,
      remotes,
      bandwidth,
      settings: () => ({
        imageFolder: images,
        downloadConnections: 3,
        transfersAtOnce: 3,
        transferLimitBytesPerSecond: 0,
      }),
      openSource: async () => {
        throw new Error('these tests pull from libraries only')
      },
      images: {
        withDigest: (digest) => entered.filter((image) => image.digest === digest),
        async enter(path, { digest, reference }) {
          entered.push({ path, digest, reference })
          return 'id'
        },
      },
      signatures: {
        async verify(path, { shownAs, onProgress }) {
          verified.push(path)
          onProgress(1)
          return { file: shownAs, verdict: state.verdict, sentence: 'Said of it.', ...nothingFound }
        },
      },
      admission,
      partSizeBytes,
      retryPausesMs: [5, 5, 5],
      ...options.deps,
    })
    await remotes.handlers['remotes.add'](
      { name: 'Lab', uri: service.origin, insecure: false, token: service.token },
      call,
    )
    await remotes.handlers['remotes.use']({ name: 'Lab' }, call)
    const start: PullSet['start'] = (params) => {
      const checked = pullSchema.parse({ architecture: 'amd64', ...params })
      const answer = transfers.handlers['transfers.pull'](checked, call) as { jobId: string }
      return answer.jobId
    }
    const set: PullSet = {
      context,
      service,
      bandwidth,
      library,
      registries,
      http,
      remotes,
      admission,
      images,
      entered,
      verified,
      get verdict() {
        return state.verdict
      },
      set verdict(value) {
        state.verdict = value
      },
      start,
      pull: (params) => context.jobs.finished(start(params)),
      files: () => readdir(images).catch(() => []),
    }
    try {
      await work(set)
    } finally {
      await context.jobs.close()
      await http.close()
      await service.close()
    }
  })
}
