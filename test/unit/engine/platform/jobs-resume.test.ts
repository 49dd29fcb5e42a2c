import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Database, openDatabase } from '../../../../src-main/engine/platform/database.ts'
import { createEventBus } from '../../../../src-main/engine/platform/events.ts'
import { createJobs } from '../../../../src-main/engine/platform/jobs.ts'
import { failure } from '../../../../src-shared/text/errors/index.ts'

let folder = ''
let database: Database

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sif-desktop-jobs-'))
  database = openDatabase(join(folder, 'test.db'))
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

it('starts a failed job again with what it was started with, and leaves a done one alone', async () => {
  const jobs = createJobs(database, createEventBus(), 'test', () => new Date())
  const seen: unknown[] = []
  jobs.register<{ readonly name: string }>({
    kind: 'pull',
    canPause: false,
    resumable: false,
    maxRunning: 1,
    run: async (params) => {
      seen.push(params)
      if (seen.length === 1) throw failure('OFFLINE', { host: 'library.example.org' })
      return 'done'
    },
  })
  const call = { signal: new AbortController().signal }
  const { id } = jobs.start('pull', { subject: 'alpine', params: { name: 'alpine' } })
  const failed = await jobs.finished(id)
  await jobs.handlers['jobs.resume']({ id }, call)
  const done = await jobs.finished(id)
  const untouched = await jobs.handlers['jobs.resume']({ id }, call)
  expect({
    states: [failed.state, done.state, untouched.state],
    error: [failed.error?.code, done.error],
    seen,
  }).toEqual({
    states: ['failed', 'done', 'done'],
    error: ['OFFLINE', null],
    seen: [{ name: 'alpine' }, { name: 'alpine' }],
  })
})
