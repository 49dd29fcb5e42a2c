import type { Command } from '../command.ts'
import { withImages } from '../file-lines.ts'
import { pathAt } from '../options.ts'

/** The contents of one file of an image, byte by byte. */
export const cat: Command = {
  usage: 'cat <file> <path>',
  about: 'the contents of a file inside an image',
  options: {},
  positionals: { min: 2, max: 2 },
  async run(input) {
    const path = pathAt(input, 0)
    const inside = input.positionals[1] ?? ''
    const { output } = input
    const pieces: Buffer[] = []
    await withImages((use) =>
      use(path, input.signal, async (image) => {
        for await (const piece of image.read(inside)) {
          if (output.json) pieces.push(piece)
          else await output.bytes(piece)
        }
      }),
    )
    const bytes = Buffer.concat(pieces)
    output.document({ path: inside, sizeBytes: bytes.length, base64: bytes.toString('base64') })
    return 0
  },
}
