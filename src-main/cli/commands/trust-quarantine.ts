import { resolve } from 'node:path'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { admissionSentence, policiesText } from '../../../src-shared/text/policies.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { type Command, type CommandInput, textOption } from '../command.ts'
import { runCall } from '../run-call.ts'

/** Images that were fetched and kept out. */
export const quarantine: Command = {
  usage: 'trust quarantine',
  about: 'images that were fetched and kept out, and why',
  options: {},
  positionals: { min: 0, max: 0 },
  async run(input) {
    const held = await runCall(await input.engine(), 'trust.quarantine', {}, input.signal)
    input.output.document(held)
    if (held.length === 0) input.output.note(policiesText.quarantineEmpty)
    for (const { id, name, sentence, admission, reference, at } of held) {
      input.output.line(`${id}  ${printable(name)}  ${at}`)
      if (reference !== null) input.output.line(`  ${printable(reference)}`)
      input.output.line(`  ${sentence}`)
      input.output.line(`  ${admissionSentence(admission)}`)
    }
    return 0
  },
}

/** Lets an image in after all. */
export const release: Command = {
  usage: 'trust release <id> --note WHY',
  about: 'let an image of the quarantine in after all; the note is kept',
  options: {
    note: { type: 'string', value: 'WHY', about: 'why it is let in' },
    output: {
      type: 'string',
      value: 'PATH',
      about: 'file or folder for it; the image folder of the settings by default',
    },
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const note = textOption(input, 'note')?.trim() ?? ''
    if (note === '') throw failure('USAGE', { problem: policiesText.noteNeeded, command: 'trust release' })
    const engine = await input.engine()
    const id = await heldId(input)
    const output = textOption(input, 'output')
    const target =
      output === undefined ? {} : { output: output.endsWith('/') ? `${resolve(output)}/` : resolve(output) }
    const released = await runCall(engine, 'trust.release', { id, note, ...target }, input.signal)
    input.output.document(released)
    input.output.line(policiesText.released(released.path))
    return 0
  },
}

/** Deletes an image that was kept out. */
export const discard: Command = {
  usage: 'trust discard <id>',
  about: 'delete an image of the quarantine',
  options: {},
  positionals: { min: 1, max: 1 },
  async run(input) {
    const result = await runCall(await input.engine(), 'trust.discard', { id: await heldId(input) }, input.signal)
    input.output.document(result)
    input.output.line(policiesText.discarded)
    return 0
  },
}

/** The whole id for its beginning, or for the name of the image where only one has it. */
async function heldId(input: CommandInput): Promise<string> {
  const text = input.positionals[0] ?? ''
  const held = await runCall(await input.engine(), 'trust.quarantine', {}, input.signal)
  const fitting = held.filter(
    ({ id, name }) => id === text || name === text || (text.length >= 4 && id.startsWith(text)),
  )
  const [only, ...others] = fitting
  if (only === undefined || others.length > 0) {
    const problem =
      only === undefined ? policiesText.notHeld(printable(text)) : policiesText.severalHeld(printable(text))
    throw failure('USAGE', { problem, command: 'trust quarantine' })
  }
  return only.id
}
