/** Puts a build with its log into a home, as an engine that built it would have left it. */
import { join } from 'node:path'
import { createLogFile } from '../../src-main/engine/build/records/log-file.ts'
import type { LogEntry } from '../../src-main/engine/build/records/log-format.ts'
import { createRecordStore } from '../../src-main/engine/build/records/record-store.ts'
import { openDatabase } from '../../src-main/engine/platform/database.ts'
import { ownerName } from '../../src-main/engine/platform/owner.ts'
import { findPaths } from '../../src-main/engine/platform/paths.ts'
import { type BuildStartParams, buildStartSchema } from '../../src-shared/contract/build.ts'
import type { BuildRecord } from '../../src-shared/model/build.ts'

export interface KeptBuild {
  readonly record: Partial<BuildRecord> & Pick<BuildRecord, 'id'>
  readonly definition?: string
  readonly arguments?: Readonly<Record<string, string>>
  readonly lines: Iterable<LogEntry>
}

export async function keepBuild(home: string, { record, definition, lines, ...more }: KeptBuild): Promise<BuildRecord> {
  const paths = findPaths({ SIF_DESKTOP_HOME: home })
  const database = openDatabase(paths.database)
  const name = record.name ?? 'tool.def'
  const output = record.output ?? join(home, 'tool.sif')
  const params: BuildStartParams = buildStartSchema.parse({
    output,
    from: { kind: 'definition', text: definition ?? 'Bootstrap: scratch\n', name, folder: home },
    arguments: more.arguments ?? {},
  })
  try {
    const log = createLogFile(join(paths.home, 'builds', record.id), 0, () => undefined)
    let logLines = 0
    for (const entry of lines) {
      logLines = log.append(entry)
      await log.ready()
    }
    await log.close()
    const whole: BuildRecord = {
      jobId: null,
      name,
      builder: { id: 'here', label: 'here' },
      output,
      architecture: 'amd64',
      state: 'done',
      startedAt: new Date(Date.now() - 60_000).toISOString(),
      finishedAt: new Date().toISOString(),
      steps: [],
      failedCommand: null,
      error: null,
      result: null,
      logLines,
      commit: null,
      definitionId: null,
      ...record,
    }
    createRecordStore(database, ownerName()).add(whole, params)
    return whole
  } finally {
    database.close()
  }
}

/** Lines as a package manager prints them, most of them alike, some commands, warnings and errors among them. */
export function* logLines(count: number, step: number, startedMs = Date.now() - 60_000): Generator<LogEntry> {
  for (let line = 1; line <= count; line += 1) {
    const at = new Date(startedMs + Math.floor((line * 50_000) / count)).toISOString()
    const entry = { at, step }
    if (line % 1000 === 1) yield { ...entry, kind: 'command', text: `+ apt-get install -y package-${line}` }
    else if (line % 5000 === 2) yield { ...entry, kind: 'warning', text: `W: package-${line} is held back` }
    else
      yield {
        ...entry,
        kind: 'output',
        text: `Get:${line} http://archive.example.org noble/main package-${line} [256 kB]`,
      }
  }
}
