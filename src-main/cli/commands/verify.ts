import { resolve } from 'node:path'
import type { SignatureFinding, Verification } from '../../../src-shared/model/verification.ts'
import { formatFingerprint } from '../../../src-shared/text/format.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { objectList, verdictTable } from '../../../src-shared/text/verdicts/index.ts'
import type { Engine } from '../../engine/engine.ts'
import { type Command, type CommandInput, flagOption, textOption } from '../command.ts'
import { wholeNumber } from '../options.ts'
import { runCall, runJob } from '../run-call.ts'

const largestId = 4_294_967_295

/** Whether images were changed, and who signed them; the exit code is that of the worst verdict. */
export const verify: Command = {
  usage: 'verify <file>…',
  about: 'whether an image was changed since it was signed, and who signed it',
  options: {
    group: { type: 'string', value: 'N', about: 'only the objects of one group' },
    object: { type: 'string', value: 'N', about: 'only one object' },
    legacy: { type: 'boolean', about: 'only signatures in the form used before 2020, which cover data alone' },
    key: { type: 'string', value: 'PEM', about: 'check key signatures with this public key; cosign keys too' },
    offline: { type: 'boolean', about: 'do not ask keyservers for keys that are missing' },
  },
  positionals: { min: 1, max: 10_000 },
  async run(input) {
    const engine = await input.engine()
    const verifications: Verification[] = []
    for (const path of input.positionals) verifications.push(await verifyOne(input, engine, resolve(path)))
    const [only] = verifications
    input.output.document(verifications.length === 1 ? only : verifications)
    for (const [index, verification] of verifications.entries()) {
      if (index > 0) input.output.line('')
      for (const line of linesOf(verification, verifications.length > 1)) input.output.line(line)
    }
    return worstExit(verifications)
  },
}

async function verifyOne(input: CommandInput, engine: Engine, path: string): Promise<Verification> {
  const group = textOption(input, 'group')
  const object = textOption(input, 'object')
  const key = textOption(input, 'key')
  const params = {
    path,
    lookUpKeys: !flagOption(input, 'offline'),
    legacy: flagOption(input, 'legacy'),
    keyFiles: key === undefined ? [] : [resolve(key)],
    ...(group === undefined ? {} : { groupId: wholeNumber(group, '--group', 1, largestId, 'verify') }),
    ...(object === undefined ? {} : { objectId: wholeNumber(object, '--object', 1, largestId, 'verify') }),
  }
  const job = await runJob(
    input,
    engine,
    () => runCall(engine, 'signatures.verify', params, input.signal),
    // The result is one document; progress would be others.
    { quietEvents: true },
  )
  return job.result as Verification
}

/** Zero only when every file is in order; else the code of the worst one. */
function worstExit(verifications: readonly Verification[]): number {
  const order = Object.keys(verdictTable)
  const worst = [...verifications].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
  const failing = worst.find(({ verdict }) => verdictTable[verdict].exitCode !== 0)
  return failing ? verdictTable[failing.verdict].exitCode : 0
}

function* linesOf(verification: Verification, named: boolean): Generator<string> {
  if (named) yield `${printable(verification.file)}:`
  yield `${verdictTable[verification.verdict].word}. ${verification.sentence}`
  for (const signature of verification.signatures) yield* signatureLines(signature)
  yield ''
  for (const check of verification.checks)
    yield `  ${checkMarks[check.result]} ${check.name}: ${printable(check.detail)}`
  if (verification.nextAction.kind !== 'none') yield `\nNext: ${verification.nextAction.text}`
}

const checkMarks = { done: '+', failed: 'x', open: '?', notPossible: '-' } as const

function* signatureLines(signature: SignatureFinding): Generator<string> {
  const names = signature.key.userIds.map(printable)
  const claim =
    names[0] === undefined ? '' : ` ${signature.decision?.kind === 'verified' ? '' : 'says it belongs to '}${names[0]}`
  yield ''
  yield `Signature ${signature.objectId} (${signature.legacy ? 'legacy ' : ''}${signature.scheme}): ${signature.state}${claim}`
  if (signature.fingerprint !== null) yield `  ${formatFingerprint(signature.fingerprint)}`
  if (signature.covers.length > 0) yield `  covers ${objectList(signature.covers)}`
  if (signature.problem !== null) yield `  ${signature.problem.message}`
}
