import { deleteConsequences, libraryChangeText } from '../../../src-shared/text/library-change.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { type Command, flagOption } from '../command.ts'
import { runCall } from '../run-call.ts'
import { placeOptions, placeOptionsOf } from './place-options.ts'

/** Deletes an image from a library; without `--yes` it only says what that leads to. */
export const deleteCommand: Command = {
  usage: 'delete <reference>',
  about: 'delete an image from a library, with all its tags; shows first what that leads to',
  options: {
    ...placeOptions,
    yes: { type: 'boolean', about: 'do it' },
    force: { type: 'boolean', about: 'the same as --yes, as the other programs call it' },
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const [reference = ''] = input.positionals
    const engine = await input.engine()
    const asked = { reference, ...placeOptionsOf(input) }
    const plan = await runCall(engine, 'library.planDelete', asked, input.signal)
    for (const sentence of deleteConsequences(plan)) input.output.note(printable(sentence))
    if (!flagOption(input, 'yes') && !flagOption(input, 'force')) {
      input.output.document({ ...plan, done: false })
      input.output.note(libraryChangeText.asksForYes)
      return 0
    }
    const result = await runCall(engine, 'library.delete', { ...asked, digest: plan.digest }, input.signal)
    input.output.document({ ...plan, ...result, done: true })
    input.output.line(printable(libraryChangeText.deleted(plan.reference)))
    if (result.kept.length > 0) input.output.note(printable(libraryChangeText.kept(result.kept)))
    return 0
  },
}
