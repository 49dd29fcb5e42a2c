/**
 * Connects the application to the demo services and gives it a past: keys fetched, a few decisions
 * made, some images pulled, one got from elsewhere. All of it goes through the same calls that a
 * face makes; nothing is written behind the engine's back.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CallInput, CallName, CallValue } from '../../src-shared/contract/index.ts'
import type { Job } from '../../src-shared/model/job.ts'
import { isFinished } from '../../src-shared/model/job.ts'
import { AppFailure, failure } from '../../src-shared/text/errors/index.ts'
import type { Engine } from '../engine/engine.ts'
import { type DemoSigner, demoKeys } from './demo-keys.ts'
import { publicKey } from './sign.ts'
import type { DemoServices } from './start.ts'

export const demoRemoteName = 'demo'

/** What the user of the demo has said about signers before; the others are his to decide. */
const decisions: readonly {
  readonly signer: DemoSigner
  readonly kind: 'verified' | 'accepted' | 'rejected'
  readonly how: 'phone' | 'webPage' | 'notChecked'
}[] = [
  { signer: 'release', kind: 'verified', how: 'phone' },
  { signer: 'lapsed', kind: 'verified', how: 'webPage' },
  { signer: 'retired', kind: 'verified', how: 'webPage' },
  { signer: 'base', kind: 'accepted', how: 'notChecked' },
  { signer: 'course', kind: 'rejected', how: 'notChecked' },
]

/** Signers of whom the worst became known only after their images were here: pulls now would keep those apart. */
const laterBad: ReadonlySet<string> = new Set<DemoSigner>(['course', 'leaked'])

/** One image for each state that a pull can end in. */
const pulled: readonly string[] = [
  'library/default/alpine:3.22',
  'library/default/busybox:1.36',
  'northlab/genomics/samtools:1.20',
  'northlab/genomics/gatk:4.6.1',
  'northlab/genomics/bwa:0.7.18',
  'openflow/cfd/openfoam:v2312',
  'openflow/cfd/paraview:5.11',
  'cowfarm/funny/lolcow:2.0',
  'cowfarm/teaching/samtools-course:autumn-26',
  'vaultbio/tools/blast:2.16.0',
  'statsgroup/r/deseq2:1.44',
]

/** An image that was changed: a pull would refuse it, so it came on a stick. */
const brought = { path: 'mirrorbox/unofficial/blast:2.16.0-mirror', file: 'blast_from_a_stick.sif' }

/**
 * @param engine made with the demo's own home
 * @param imagesFolder where the image from elsewhere is put
 * @throws AppFailure of the first call that fails
 */
export async function connectDemo(
  engine: Engine,
  services: DemoServices,
  imagesFolder: string,
  signal: AbortSignal,
): Promise<void> {
  const call = async <Name extends CallName>(name: Name, params: CallInput<Name>): Promise<CallValue<Name>> => {
    const result = await engine.call(name, params, { signal })
    if (!result.ok) throw new AppFailure(result.error)
    return result.value as CallValue<Name>
  }

  const remotes = await call('remotes.list', {})
  if (remotes.some(({ name }) => name === demoRemoteName)) await call('remotes.remove', { name: demoRemoteName })
  await call('remotes.add', { name: demoRemoteName, uri: services.remote, token: services.token })
  await call('remotes.use', { name: demoRemoteName })
  const images = await call('images.list', {})
  // A demo that is started again on the same home has its past already.
  if (images.total > 0) return

  const meet = async (isWanted: (signer: string) => boolean): Promise<void> => {
    for (const { signer, kind, how } of decisions.filter((decision) => isWanted(decision.signer))) {
      const { fingerprint } = demoKeys[signer]
      // Some signers do not publish their keys; the user of the demo was given those.
      const published = await engine.call('keyring.fetch', { fingerprint }, { signal })
      if (!published.ok) await call('keyring.import', { material: { kind: 'text', text: await publicKey(signer) } })
      await call('trust.decide', { fingerprint, kind, how, scope: { kind: 'everywhere' } })
    }
    for (const [signer, { fingerprint }] of Object.entries(demoKeys)) {
      // Not every signer publishes a key; those stay missing on purpose.
      if (isWanted(signer)) await engine.call('keyring.fetch', { fingerprint }, { signal })
    }
  }
  await meet((signer) => !laterBad.has(signer))
  const pulls = await Promise.all(
    pulled.map((path) => call('transfers.pull', { reference: `library://${path}`, architecture: 'amd64' })),
  )
  await Promise.all(pulls.map(({ jobId }) => finished(engine, jobId, signal)))
  await bring(engine, services, imagesFolder, signal)
  await meet((signer) => laterBad.has(signer))
  await call('jobs.clear', {})
}

async function bring(engine: Engine, services: DemoServices, folder: string, signal: AbortSignal): Promise<void> {
  const answer = await fetch(`${services.remote}/v1/imagefile/${brought.path}?arch=amd64`, { signal })
  const path = join(folder, brought.file)
  await mkdir(folder, { recursive: true })
  await writeFile(path, Buffer.from(await answer.arrayBuffer()), { mode: 0o755 })
  for (const [name, params] of [
    ['images.add', { paths: [path] }],
    ['signatures.verify', { path }],
  ] as const) {
    const result = await engine.call(name, params, { signal })
    if (!result.ok) throw new AppFailure(result.error)
    await finished(engine, (result.value as { readonly jobId: string }).jobId, signal)
  }
}

/** Waits for a job's end. @throws AppFailure when it did not end well */
async function finished(engine: Engine, jobId: string, signal: AbortSignal): Promise<void> {
  const job = await new Promise<Job>((resolve, reject) => {
    const stop = engine.events.listen((message) => {
      if (message.event === 'jobs.changed' && message.payload.id === jobId && isFinished(message.payload.state))
        settle(message.payload)
    })
    const settle = (found: Job): void => {
      stop()
      resolve(found)
    }
    const abort = (): void => {
      stop()
      reject(failure('CANCELLED'))
    }
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    // It may have ended before anyone listened.
    void engine.call('jobs.get', { id: jobId }, { signal }).then((result) => {
      if (!result.ok) return
      const found = result.value as Job
      if (isFinished(found.state)) settle(found)
    })
  })
  if (job.state !== 'done') throw new AppFailure(job.error ?? failure('CANCELLED').error)
}
