import { expect, it } from 'vitest'
import { type AnyHandler, dispatch } from '../../../src-main/engine/dispatch.ts'
import { silentLog } from '../../../src-main/engine/platform/log.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'

const context = { signal: new AbortController().signal }
const handlers = new Map<string, AnyHandler>([
  ['jobs.get', (params) => params],
  ['trust.readControlList', (params) => params],
  ['jobs.cancel', () => Promise.reject(failure('JOB_NOT_FOUND', { id: 'x' }))],
  [
    'jobs.pause',
    () => {
      throw Object.assign(new Error('secret path'), { code: 'ENOSPC', errno: -28, path: '/full' })
    },
  ],
  ['not.inContract', () => 'never reached'],
])

it.each<[string, string, unknown, unknown]>([
  ['answers a good call', 'jobs.get', { id: 'x' }, { ok: true, value: { id: 'x' } }],
  ['knows no other calls', 'jobs.destroy', {}, { ok: false, error: { code: 'CALL_UNKNOWN' } }],
  [
    'runs nothing that the contract does not name',
    'not.inContract',
    {},
    { ok: false, error: { code: 'CALL_UNKNOWN' } },
  ],
  ['is not fooled by names of objects', 'constructor', {}, { ok: false, error: { code: 'CALL_UNKNOWN' } }],
  ['refuses wrong types', 'jobs.get', { id: 7 }, { ok: false, error: { code: 'CALL_MALFORMED' } }],
  [
    'refuses members it does not know',
    'jobs.get',
    { id: 'x', more: 1 },
    { ok: false, error: { code: 'CALL_MALFORMED' } },
  ],
  [
    'names a path that is too long by its beginning',
    'trust.readControlList',
    { path: `/${'a'.repeat(5000)}` },
    { ok: false, error: { code: 'FILE_PATH_TOO_LONG', message: expect.stringMatching(/^.{1,160}$/) } },
  ],
  ['passes failures on', 'jobs.cancel', { id: 'x' }, { ok: false, error: { code: 'JOB_NOT_FOUND' } }],
  [
    'names system errors',
    'jobs.pause',
    { id: 'x' },
    { ok: false, error: { code: 'OUT_OF_SPACE', kind: 'outOfSpace' } },
  ],
])('%s', async (_name, name, params, expected) => {
  expect(await dispatch(handlers, name, params, context, silentLog)).toMatchObject(expected as object)
})
