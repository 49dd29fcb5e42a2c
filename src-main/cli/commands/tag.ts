import { libraryChangeText, tagConsequences } from '../../../src-shared/text/library-change.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { type Command, flagOption } from '../command.ts'
import { runCall } from '../run-call.ts'
import { placeOptions, placeOptionsOf } from './place-options.ts'

/** Lets a tag of a library lead to an image that is there. One that leads elsewhere until now is moved only with `--yes`. */
export const tag: Command = {
  usage: 'tag <reference> <tag>',
  about: 'set a tag of a library to an image that is there; shows what that leads to',
  options: {
    ...placeOptions,
    yes: { type: 'boolean', about: 'move a tag that leads to another image until now' },
  },
  positionals: { min: 2, max: 2 },
  async run(input) {
    const [reference = '', name = ''] = input.positionals
    const engine = await input.engine()
    const asked = { reference, tag: name, ...placeOptionsOf(input) }
    const plan = await runCall(engine, 'library.planTag', asked, input.signal)
    const moves = plan.before !== null && plan.before !== plan.digest
    const isDone = !moves || flagOption(input, 'yes')
    if (isDone) {
      const { digest, before } = plan
      await runCall(engine, 'library.tag', { ...asked, digest, before }, input.signal)
    }
    input.output.document({ ...plan, done: isDone })
    for (const sentence of tagConsequences(plan)) input.output.note(printable(sentence))
    if (isDone) input.output.line(printable(libraryChangeText.tagSet(plan.reference)))
    else input.output.note(libraryChangeText.asksForYes)
    return 0
  },
}
