/**
 * Understands what SingularityCE and Apptainer print while they build, wherever they run: which lines are warnings
 * and errors, which step they belong to, which command went wrong. Lines it does not know are plain output.
 * Source: build reference, 2.4.
 */
import type { LogLineKind, StepKey } from '../../../../src-shared/model/build-log.ts'
import type { BuildLogWriter } from './live-build.ts'
import { cleanLine } from './log-format.ts'

export interface ProgramOutput {
  /** A line as it was printed. */
  line(raw: string): void
  /** Why the program says that it failed, without what is said every time; null when it did not say. */
  reason(): string | null
  /** The command that was running when it failed, as its trace shows it; null when none was. */
  failedCommand(): string | null
  /** The last lines, oldest first. */
  lastLines(): readonly string[]
}

const keptLines = 20

const steps: readonly (readonly [RegExp, StepKey])[] = [
  [/^Running pre scriptlet/, 'pre'],
  [/^(?:Fetching OCI image|Downloading (?:library|oras) image|Using cached (?:SIF )?image)/, 'base'],
  [/^(?:Verifying|Checking) bootstrap image/, 'verifyBase'],
  [/^(?:Extracting (?:OCI|local) image|Building OCI image)/, 'unpack'],
  [/^Inserting (?:Singularity|Apptainer) configuration/, 'configure'],
  [/^Running setup scriptlet/, 'setup'],
  [/^Copying .+ to /, 'files'],
  [/^Running post scriptlet/, 'post'],
  [/^Adding (?:help info|labels|environment to container|startscript|runscript|testscript)/, 'metadata'],
  [/^Running testscript/, 'test'],
  [/^Creating (?:SIF file|sandbox directory)/, 'pack'],
]

/** Said before every reason. */
const everyTime = /^(?:While performing build: )?(?:while running engine: )?/

/** @param stages names of the definition's stages in order; null for those without */
export function createProgramOutput(log: BuildLogWriter, stages: readonly (string | null)[] = []): ProgramOutput {
  const last: string[] = []
  let command: string | null = null
  let commandLine = 0
  let reason: string | null = null
  let failed: string | null = null
  let stage = -1
  let isBaseDone = true

  const begin = (key: StepKey): void => {
    // Each stage begins with its base.
    if (key === 'base' && isBaseDone) stage += 1
    isBaseDone = key !== 'base'
    log.step(key, stages.length > 1 ? { stage: stages[Math.min(stage, stages.length - 1)] ?? null } : {})
  }

  return {
    line(raw) {
      const text = cleanLine(raw)
      const [, level = '', said = ''] = /^(INFO|WARNING|ERROR|FATAL): +(.*)$/s.exec(text) ?? []
      if (level === 'INFO') {
        const step = steps.find(([pattern]) => pattern.test(said))
        if (step !== undefined) begin(step[1])
      }
      const line = log.line(kindOf(level, text), text)
      last.push(text)
      if (last.length > keptLines) last.shift()
      if (level === '' && /^\++ ./.test(text)) {
        command = text.replace(/^\++ /, '')
        commandLine = line
      } else if (level === 'INFO') command = null
      if (level !== 'FATAL' && level !== 'ERROR') return
      reason = level === 'FATAL' || reason === null ? said.replace(everyTime, '') : reason
      if (level !== 'FATAL' || command === null) return
      failed ??= command
      log.failedAt({ text: command, line: commandLine })
    },
    reason: () => reason,
    failedCommand: () => failed,
    lastLines: () => [...last],
  }
}

function kindOf(level: string, text: string): LogLineKind {
  switch (level) {
    case 'INFO':
      return 'info'
    case 'WARNING':
      return 'warning'
    case 'ERROR':
    case 'FATAL':
      return 'error'
    default:
      return /^\++ ./.test(text) ? 'command' : 'output'
  }
}
