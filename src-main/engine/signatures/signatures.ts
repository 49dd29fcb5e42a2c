/**
 * Verifications as the rest of the application sees them: started as jobs, kept as facts, judged
 * anew each time they are shown. A stored verdict does not exist.
 */

import { basename } from 'node:path'
import type { signaturesCalls, signerCalls } from '../../../src-shared/contract/signatures.ts'
import type { Check, Verification } from '../../../src-shared/model/verification.ts'
import type { VerificationFacts, VerificationScope } from '../../../src-shared/model/verification-facts.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { certificateCheck } from '../../../src-shared/text/verdicts/index.ts'
import type { FoundKey, KeyFinder, KeyNames, PlainSigner } from '../keyring/key-finder.ts'
import type { KeyringService } from '../keyring/keyring.ts'
import { freshFacts } from '../keyring/summary.ts'
import type { EngineContext, Handlers } from '../platform/context.ts'
import { toAppError } from '../platform/failures.ts'
import type { HttpClient } from '../platform/http/client.ts'
import type { ImageIdentity, TrustService } from '../trust/trust.ts'
import { createAskService } from './certificates/ask-service.ts'
import { describeCertificate } from './certificates/plain-signers.ts'
import { createFactsStore } from './facts-store.ts'
import { gatherFacts, sameStamp, stampOf } from './gather.ts'
import { createKeptSigners } from './kept-signers.ts'
import { type CertificateFiles, readCertificateFiles, readKeyFile } from './pem-files.ts'
import { type JudgeContext, rejudge } from './rejudge.ts'
import { createVerdictCache } from './verdict-cache.ts'

export interface VerifyQuestion {
  readonly path: string
  readonly scope: VerificationScope
  /** Ask keyservers for missing keys by full fingerprint. */
  readonly lookUpKeys: boolean
  /** PEM public keys or certificates, read for this question alone. */
  readonly keyFiles: readonly string[]
  /** Paths of a certificate, likewise, and of those that are to vouch for it. */
  readonly certificate?: CertificateFiles | undefined
}

export interface VerifyProgress {
  readonly signal?: AbortSignal | undefined
  readonly onPlanned?: ((bytes: number) => void) | undefined
  readonly onProgress?: ((bytes: number) => void) | undefined
  /** Told what could not be looked up, in a sentence. */
  readonly onNotice?: ((text: string) => void) | undefined
}

export interface SignaturesNeeds {
  /** For asking issuers of certificates about revocations. */
  readonly http: HttpClient
  readonly keyring: KeyringService
  readonly trust: TrustService
  /** What is known of the image at a path while the file is of this size and age, for decisions of narrower scope. */
  imageOf(path: string, stamp: { readonly sizeBytes: number; readonly modifiedMs: number }): ImageIdentity | null
  /** A line of the list of checks where another signed than until now what comes from the same place. */
  signerNote?(image: ImageIdentity, verification: Verification): Check | null
}

/** What is compared to tell that a file is still the one that was checked. */
export interface LatestStamp {
  readonly sizeBytes: number
  readonly modifiedMs: number
  /** What the file is known as, where the caller has it at hand; null for nothing. */
  readonly identity?: ImageIdentity | null
}

export interface SignaturesService {
  readonly handlers: Handlers<keyof typeof signaturesCalls>
  readonly signerHandlers: Handlers<keyof typeof signerCalls>
  /** Verifies a file and keeps what was found. @throws AppFailure as gatherFacts */
  verify(question: VerifyQuestion, progress?: VerifyProgress): Promise<Verification>
  /** The last verification of a file that is still the same, judged now; null when there is none. Reads no file. */
  latest(path: string, stamp: LatestStamp): Verification | null
  /**
   * Verifies a file that is on its way to its place: judged as the image it will be, told to nobody yet.
   * @param arriving where it will be, and what it is known as there
   */
  verifyArriving(
    path: string,
    arriving: { readonly path: string; readonly image: ImageIdentity },
    progress?: VerifyProgress,
  ): Promise<Verification>
  /** A key that lives in the user's GnuPG has signed: its public half is kept, and it counts as the user's own. */
  ownElsewhere(fingerprint: string, armored: string): Promise<void>
  /**
   * A verified file has got another name and is otherwise the same: what was found goes along.
   * @param info of the file under its new name, where that is a copy
   */
  renamed(from: string, to: string, info?: { readonly mtimeMs: number; readonly ino: number }): void
  /** Stops listening to the keyring and ends what it began; before the database closes. */
  close(): Promise<void>
}

export function createSignatures(context: EngineContext, needs: SignaturesNeeds): SignaturesService {
  const { database, events, jobs, clock, log } = context
  const { keyring, trust } = needs
  const cache = createVerdictCache(database, events, clock)
  const store = createFactsStore(database)
  const elsewhere = database.prepare<[string]>('SELECT 1 FROM own_keys_elsewhere WHERE fingerprint = ?')
  const putElsewhere = database.prepare<[string]>('INSERT OR IGNORE INTO own_keys_elsewhere (fingerprint) VALUES (?)')
  const facts = {
    ...store,
    save: (found: VerificationFacts): void => {
      store.save(found)
      cache.forget(found.file)
    },
    forget: (path: string): void => {
      store.forget(path)
      cache.forget(path)
    },
  }

  const judgeContext = (found: VerificationFacts, arriving: ImageIdentity | null): JudgeContext => {
    const image = arriving ?? needs.imageOf(found.file, found.stamp) ?? { reference: null, digest: null }
    return {
      now: clock(),
      decisionFor: (fingerprint) => trust.decisionFor(fingerprint, image),
      isOwn: (fingerprint) => keyring.isOwn(fingerprint) || elsewhere.get(fingerprint) !== undefined,
      freshKey: (known) => {
        const stored = cache.once(`key ${known.fingerprint}`, () => keyring.stored(known.fingerprint))
        return stored === null ? null : freshFacts(known, stored)
      },
    }
  }
  const judged = (found: VerificationFacts, arriving: ImageIdentity | null = null): Verification => {
    const verification = rejudge(found, judgeContext(found, arriving))
    const digest = found.digest ?? (arriving ?? needs.imageOf(found.file, found.stamp))?.digest ?? null
    return { ...verification, stamp: { ...verification.stamp, digest } }
  }

  const withSignerNote = (verification: Verification): Verification => {
    const image = needs.imageOf(verification.file, verification.stamp)
    const note = image === null ? null : (needs.signerNote?.(image, verification) ?? null)
    return note === null ? verification : { ...verification, checks: [...verification.checks, note] }
  }

  const finderFor = async (
    question: VerifyQuestion,
    progress: VerifyProgress,
    given: PlainSigner | null,
  ): Promise<KeyFinder> => {
    const pemKeys = await Promise.all(question.keyFiles.map((path) => readKeyFile(path, progress.signal)))
    // Whoever names keys for a question wants to know about these.
    const kept = pemKeys.length > 0 || given !== null ? [] : await signers.all(question.lookUpKeys, progress.signal)
    const asked = new Set<string>()
    return {
      pemKeys,
      plainSigners: given === null ? kept : [given],
      async find(names, signal) {
        const here = await keyring.find(names)
        if (hasSigner(here, names) || !question.lookUpKeys) return here
        // The primary key first: servers list keys by it, and decisions are about it.
        for (const fingerprint of [names.primary, names.issuer]) {
          if (fingerprint === null || asked.has(fingerprint)) continue
          asked.add(fingerprint)
          try {
            await keyring.fetch(fingerprint, signal)
          } catch (error) {
            // A server that fails or does not know the key says nothing about the signature.
            if (!(error instanceof AppFailure) || error.error.kind === 'cancelled') throw error
            progress.onNotice?.(error.error.message)
          }
          const now = await keyring.find(names)
          if (hasSigner(now, names)) return now
        }
        return keyring.find(names)
      },
    }
  }

  const givenSigner = async (
    files: CertificateFiles,
    { lookUpKeys }: VerifyQuestion,
    { signal }: VerifyProgress,
  ): Promise<PlainSigner> => {
    const material = await readCertificateFiles(files, signal)
    const options = { now: clock(), ask: lookUpKeys ? ask : null, signal }
    return { pem: material.leaf, certificate: await describeCertificate(material, options), isKept: false }
  }

  const verify = async (question: VerifyQuestion, progress: VerifyProgress = {}): Promise<Verification> => {
    const given =
      question.certificate === undefined ? null : await givenSigner(question.certificate, question, progress)
    const keys = await finderFor(question, progress, given)
    const found = await gatherFacts({ ...progress, path: question.path, scope: question.scope, keys, now: clock() })
    if (isLasting(question)) facts.save(found)
    const judgement = judged(found)
    // A certificate whose key made no signature here is told of all the same.
    const isUsed = judgement.signatures.some(({ certificate }) => certificate !== undefined)
    const note =
      given === null || given.certificate === null || isUsed ? [] : [certificateCheck(given.certificate, clock(), null)]
    const verification = withSignerNote({ ...judgement, checks: [...judgement.checks, ...note] })
    if (isLasting(question)) events.emit('signatures.verified', { path: question.path, verification })
    return verification
  }

  /** Tries what was learnt since on facts whose signer was not known: reads signatures only, no contents. */
  const retry = async (stored: VerificationFacts): Promise<VerificationFacts> => {
    const plainSigners = await signers.all(false)
    const keys: KeyFinder = { pemKeys: [], plainSigners, find: (names) => keyring.find(names) }
    const found = await gatherFacts({ path: stored.file, scope: stored.scope, keys, now: clock(), known: stored })
    // What was compared on that day is what these facts rest on.
    const renewed = { ...found, checkedAt: stored.checkedAt }
    facts.save(renewed)
    return renewed
  }

  let isClosed = false
  const retryMissing = async (): Promise<void> => {
    for (const stored of facts.withMissingKeys()) {
      if (isClosed) return
      try {
        if (!sameStamp(stored.stamp, await stampOf(stored.file))) continue
        const renewed = await retry(stored)
        events.emit('signatures.verified', { path: stored.file, verification: judged(renewed) })
      } catch (error) {
        log('warn', 'signatures: a new key could not be tried', { code: toAppError(error).code })
      }
    }
  }
  const ask = createAskService(needs.http)
  const signers = createKeptSigners(context, {
    ask,
    decisionOf: (identity) => trust.shownDecision(identity),
    // What they say reaches every list like a key that arrived.
    changed: () => events.emit('keyring.changed', { fingerprints: [] }),
  })
  // One after the other, and never beyond the life of the database.
  let retrying: Promise<void> = Promise.resolve()
  const stopListening = events.listen(({ event }) => {
    if (event === 'keyring.changed') retrying = retrying.then(retryMissing)
  })

  jobs.register<VerifyQuestion>({
    kind: 'verify',
    canPause: false,
    resumable: true,
    maxRunning: 1,
    run: (question, handle) =>
      verify(question, {
        signal: handle.signal,
        onPlanned: (bytes) => handle.phase('verifying', bytes),
        onProgress: (bytes) => handle.advance(bytes),
        onNotice: (text) => handle.log(text),
      }),
  })

  return {
    verify,
    signerHandlers: signers.handlers,
    latest(path, stamp) {
      const image = stamp.identity === undefined ? needs.imageOf(path, stamp) : stamp.identity
      const key = JSON.stringify([stamp.sizeBytes, stamp.modifiedMs, image?.reference, image?.digest])
      return cache.get(path, key, () => {
        const stored = facts.get(path)
        const isSame = stored?.stamp.sizeBytes === stamp.sizeBytes && stored.stamp.modifiedMs === stamp.modifiedMs
        return stored !== null && isSame ? judged(stored, image) : null
      })
    },
    async verifyArriving(path, arriving, progress = {}) {
      const scope: VerificationScope = { groupId: null, objectId: null, legacy: false }
      const keys = await finderFor({ path, scope, lookUpKeys: false, keyFiles: [] }, progress, null)
      const found = await gatherFacts({ ...progress, path, scope, keys, now: clock() })
      facts.save(found)
      return { ...judged(found, arriving.image), file: arriving.path }
    },
    async ownElsewhere(fingerprint, armored) {
      putElsewhere.run(fingerprint)
      await keyring.importMaterial({ kind: 'text', text: armored })
    },
    renamed(from, to, info) {
      const found = facts.get(from)
      if (found === null) return
      const stamp =
        info === undefined ? found.stamp : { ...found.stamp, modifiedMs: info.mtimeMs, inode: String(info.ino) }
      const renamed = { ...found, file: to, stamp }
      facts.forget(from)
      facts.save(renamed)
      events.emit('signatures.verified', { path: to, verification: judged(renamed) })
    },
    async close() {
      stopListening()
      cache.close()
      isClosed = true
      await retrying
    },
    handlers: {
      'signatures.verify': ({ path, lookUpKeys, groupId, objectId, legacy, keyFiles, certificate }) => {
        const scope: VerificationScope = { groupId: groupId ?? null, objectId: objectId ?? null, legacy }
        const question: VerifyQuestion = { path, scope, lookUpKeys, keyFiles, certificate }
        return { jobId: jobs.start('verify', { subject: basename(path), from: path, params: question }).id }
      },
      'signatures.last': async ({ path }) => {
        const stored = facts.get(path)
        if (stored === null || !sameStamp(stored.stamp, await stampOf(path))) return null
        return withSignerNote(judged(stored))
      },
    },
  }
}

/** Whether the answer holds for the image as such, and not for a part or with keys from outside. */
function isLasting({ scope, keyFiles, certificate }: VerifyQuestion): boolean {
  const isAboutKeysHere = keyFiles.length === 0 && certificate === undefined
  return scope.groupId === null && scope.objectId === null && isAboutKeysHere
}

/** Whether the part that signed is among the keys, and not only one of the names the file gives. */
function hasSigner(found: readonly FoundKey[], { issuer, primary, keyId }: KeyNames): boolean {
  const isSigner = (fingerprint: string, id: string): boolean => {
    if (issuer !== null) return fingerprint === issuer
    return keyId === null ? fingerprint === primary : id === keyId
  }
  return found.some(({ key }) => key.parts.some((part) => isSigner(part.fingerprint, part.keyId)))
}
