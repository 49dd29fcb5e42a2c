import type { FileEntry } from '../../../src-shared/contract/files.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { type Command, flagOption, textOption } from '../command.ts'
import { tellProblem, withImages } from '../file-lines.ts'
import { pathAt } from '../options.ts'

/** Where something is inside an image; exit code 1 when a part of it could not be read. */
export const find: Command = {
  usage: 'find <file> <pattern>',
  about: 'files inside an image by name, like *.so; a pattern with a slash is held against the whole path',
  options: {
    contains: { type: 'string', value: 'TEXT', about: 'only files whose contents hold this text' },
    'ignore-case': { type: 'boolean', about: 'capital and small letters of the pattern are the same' },
  },
  positionals: { min: 2, max: 2 },
  async run(input) {
    const { output } = input
    const query = {
      pattern: input.positionals[1],
      contains: textOption(input, 'contains'),
      ignoreCase: flagOption(input, 'ignore-case'),
    }
    const all: FileEntry[] = []
    let problems = 0
    await withImages((use) =>
      use(pathAt(input, 0), input.signal, async (image) => {
        for await (const found of image.findStream(query)) {
          if (found.kind === 'problem') {
            problems += 1
            tellProblem(output, found.problem)
          } else if (output.json) all.push(...found.entries)
          else for (const entry of found.entries) output.line(printable(entry.path))
          await output.flush()
        }
      }),
    )
    output.document(all.sort((a, b) => (a.path < b.path ? -1 : 1)))
    return problems === 0 ? 0 : 1
  },
}
