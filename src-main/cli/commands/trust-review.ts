import { failure } from '../../../src-shared/text/errors/index.ts'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { policiesText, reviewLine, vouchText } from '../../../src-shared/text/policies.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import type { Command } from '../command.ts'
import { fingerprintAt } from '../options.ts'
import { runCall } from '../run-call.ts'

/** What waits for the user. */
export const review: Command = {
  usage: 'trust review',
  about: 'signers that changed, revocations that were learned, images that were put apart',
  options: {},
  positionals: { min: 0, max: 0 },
  async run(input) {
    const entries = await runCall(await input.engine(), 'trust.review', {}, input.signal)
    input.output.document(entries)
    if (entries.length === 0) input.output.note(policiesText.nothingToReview)
    for (const entry of entries) input.output.line(reviewLine(entry))
    return 0
  },
}

/** Two signers of one namespace beside each other. */
export const signers: Command = {
  usage: 'trust signers <namespace>',
  about: 'the signer until now and another one that came, beside each other',
  options: {},
  positionals: { min: 1, max: 1 },
  async run(input) {
    const engine = await input.engine()
    const text = (input.positionals[0] ?? '').replace(/\/?\*?$/, '')
    const namespace = text.includes('://') ? text : `library://${text}`
    const entries = await runCall(engine, 'trust.review', {}, input.signal)
    const changes = entries.filter((entry) => entry.kind === 'signerChange' && entry.namespace === namespace)
    if (changes.length === 0) input.output.note(policiesText.noOtherSigner(printable(namespace)))
    const found = []
    for (const change of changes) {
      if (change.kind !== 'signerChange') continue
      const sides = await runCall(
        engine,
        'trust.signerChange',
        { namespace, fingerprint: change.fingerprint },
        input.signal,
      )
      found.push(sides)
      for (const side of [...sides.before, sides.now]) {
        const word = side === sides.now ? policiesText.anotherSigner : policiesText.signerUntilNow
        input.output.line(`${word}: ${formatFingerprint(side.fingerprint)}`)
        for (const userId of side.key?.userIds ?? []) input.output.line(`  says it belongs to ${printable(userId)}`)
        input.output.line(`  ${policiesText.seenFrom(side.firstSeenAt, side.lastSeenAt)}`)
      }
      input.output.line(vouchText(sides))
    }
    input.output.document(found)
    return 0
  },
}

/** Takes a revocation out of the list. */
export const seen: Command = {
  usage: 'trust seen <fingerprint>',
  about: 'say that you have seen a revocation; it leaves the review list',
  options: {},
  positionals: { min: 1, max: 1 },
  async run(input) {
    const fingerprint = fingerprintAt(input, 'trust seen')
    const result = await runCall(await input.engine(), 'trust.sawRevocation', { fingerprint }, input.signal)
    if (!result.seen) throw failure('USAGE', { problem: policiesText.noRevocation, command: 'trust review' })
    input.output.document(result)
    input.output.line(policiesText.revocationSeen)
    return 0
  },
}
