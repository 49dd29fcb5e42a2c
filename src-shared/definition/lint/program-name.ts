/** The programs by the names that people know them by. */
import type { Program } from '../meaning.ts'

const names: Readonly<Record<Program, string>> = { singularity: 'SingularityCE', apptainer: 'Apptainer' }

export function programName(program: Program): string {
  return names[program]
}
