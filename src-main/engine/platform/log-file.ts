/** Appends log lines to a file, and starts a new one when it has grown, keeping one old one. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

const maxBytes = 5 * 1024 * 1024

/**
 * @param folder made when missing, readable by its owner only
 * @returns a writer for createLog; a log that cannot be written is not worth failing for
 */
export function createLogFile(folder: string, name = 'engine.log'): (line: string) => void {
  const file = join(folder, name)
  let sizeBytes: number | null = null
  return (line) => {
    try {
      if (sizeBytes === null) {
        mkdirSync(folder, { recursive: true, mode: 0o700 })
        sizeBytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0
      }
      if (sizeBytes > maxBytes) {
        renameSync(file, `${file}.1`)
        sizeBytes = 0
      }
      appendFileSync(file, `${line}\n`, { mode: 0o600 })
      sizeBytes += Buffer.byteLength(line) + 1
    } catch {
      sizeBytes = null
    }
  }
}
