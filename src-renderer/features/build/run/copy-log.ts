/** Reads a part of a log whole, for the clipboard or a file, a bounded piece at a time. */
import type { Client } from '../../../../src-shared/contract/client.ts'
import { ok, type Result } from '../../../../src-shared/model/result.ts'
import type { LineRange } from './steps.ts'

/** As many lines as the engine answers at once. */
const atOnce = 2000
/** What a clipboard gets at most. */
export const mostCopied = 100_000

/** The text of these lines, each with a line end; lines that were added meanwhile are not read. */
export async function readLog(client: Client, id: string, { first, last }: LineRange): Promise<Result<string>> {
  const pieces: string[] = []
  for (let from = first; from <= last; ) {
    const answer = await client.call('build.log', { id, from, count: Math.min(atOnce, last - from + 1) })
    if (!answer.ok) return answer
    const { lines } = answer.value
    if (lines.length === 0) break
    for (const line of lines) pieces.push(line.text, '\n')
    from += lines.length
  }
  return ok(pieces.join(''))
}
