/** The calls that sign: as a job with an unlocked key of the ring, or at once with a key from a file. */
import { basename } from 'node:path'
import { readKey } from 'openpgp'
import type { SignResult, signCalls } from '../../../../src-shared/contract/signatures.ts'
import type { SignScope } from '../../../../src-shared/model/sign.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { OwnKeys } from '../../keyring/own-keys.ts'
import type { EngineContext, Handlers } from '../../platform/context.ts'
import { editSif } from '../../sif/edit.ts'
import { withSif } from '../../sif/read.ts'
import { gnupgKeysOrNone, gnupgSigner, mayLookUnasked } from './gnupg.ts'
import { lookAtKeyFile, signerFromFile } from './key-file.ts'
import { planSignatures, warningsOf } from './plan.ts'
import { type SignRequest, signImage } from './sign-image.ts'
import { openPgpSigner, type Signer } from './signer.ts'

export interface SignService {
  readonly handlers: Handlers<keyof typeof signCalls>
}

interface SignJob {
  readonly path: string
  readonly scope: SignScope
  readonly fingerprint: string
  readonly keeper?: 'here' | 'gnupg'
}

/** @param changed told the path of a file whose signatures are others now */
export function createSigning(
  { jobs, clock }: EngineContext,
  needs: {
    readonly ownKeys: OwnKeys
    /** The armored public key of an own key, as the keyring has it. */
    publicKey(fingerprint: string): string
    changed(path: string): Promise<void>
    /** Told of a key in GnuPG that has just signed: its public half, and that it is the user's own. */
    ownElsewhere(fingerprint: string, armored: string): Promise<void>
  },
): SignService {
  const signerFrom = async (
    { fingerprint, keeper = 'here' }: Pick<SignJob, 'fingerprint' | 'keeper'>,
    signal?: AbortSignal,
  ): Promise<Signer> => (keeper === 'gnupg' ? gnupgSigner(fingerprint, signal) : signerOf(fingerprint))
  /** The unlocked key with all that the keyring has learnt of it since: a revocation, a new end. */
  const signerOf = async (fingerprint: string): Promise<Signer> => {
    const known = await readKey({ armoredKey: needs.publicKey(fingerprint) })
    return openPgpSigner(await needs.ownKeys.unlocked(fingerprint).update(known, clock()), clock())
  }
  const run = async (request: SignRequest): Promise<SignResult> => {
    const { objectIds, planned } = await signImage(request)
    await needs.changed(request.path)
    return { path: request.path, objectIds, planned }
  }

  jobs.register<SignJob>({
    kind: 'sign',
    canPause: false,
    // The key is locked again after a restart, and a signature is a gesture of its owner.
    resumable: false,
    maxRunning: 1,
    run: async (job, handle) => {
      const signer = await signerFrom(job, handle.signal)
      const result = await run({
        path: job.path,
        scope: job.scope,
        signer,
        now: clock(),
        signal: handle.signal,
        onPlanned: (bytes) => handle.phase('reading', bytes),
        onProgress: (bytes) => handle.advance(bytes),
      })
      if (job.keeper === 'gnupg' && signer.publicHalf.kind === 'openpgp')
        await needs.ownElsewhere(job.fingerprint, signer.publicHalf.armored)
      return result
    },
  })

  return {
    handlers: {
      'signatures.planSigning': ({ path, scope }) =>
        withSif(path, async ({ structure }) => {
          const planned = planSignatures(structure, scope)
          return { planned, warnings: warningsOf(structure, planned) }
        }),
      'signatures.sign': async (asked, { signal }) => {
        // Everything that can be refused is refused before there is a job.
        await signerFrom(asked, signal)
        const params: SignJob = asked
        return { jobId: jobs.start('sign', { subject: basename(asked.path), from: asked.path, params }).id }
      },
      'signatures.gnupgKeys': async ({ isAsked }, { signal }) =>
        isAsked || mayLookUnasked(process.env) ? gnupgKeysOrNone(signal) : [],
      'signatures.keyFile': async ({ path }, { signal }) => lookAtKeyFile(path, signal),
      'signatures.signWithFile': async ({ path, scope, keyFile, passphrase }, { signal }) => {
        const signer = await signerFromFile(keyFile, passphrase, signal)
        const result = await run({ path, scope, signer, now: clock(), signal })
        return signer.publicHalf.kind === 'pem' ? { ...result, publicKey: signer.publicHalf.pem } : result
      },
      'signatures.remove': async ({ path, objectId }) => {
        await editSif(path, (editor) => {
          const object = editor.objects.find(({ id }) => id === objectId)
          if (object?.type !== 'Signature') throw failure('SIGN_NOT_A_SIGNATURE', { id: objectId })
          return editor.delete([objectId], { zero: true, compact: true })
        })
        await needs.changed(path)
        return { removed: true }
      },
    },
  }
}
