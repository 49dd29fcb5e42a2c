/** The connection doctor in the terminal: the same text that the window copies, or the document. */
import type { DiagnosisTarget } from '../../src-shared/model/diagnosis.ts'
import { diagnosisAsText } from '../../src-shared/text/diagnosis.ts'
import { printable } from '../../src-shared/text/printable.ts'
import type { CommandInput } from './command.ts'
import { runCall } from './run-call.ts'

/** @returns the exit code: 1 when a step failed */
export async function runDoctor(input: CommandInput, target: DiagnosisTarget): Promise<number> {
  const diagnosis = await runCall(await input.engine(), 'remotes.diagnose', target, input.signal)
  input.output.document(diagnosis)
  for (const line of diagnosisAsText(diagnosis).split('\n')) input.output.line(printable(line))
  return diagnosis.isGood ? 0 : 1
}
