import { describe, expect, it } from 'vitest'
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts'
import { silentLog } from '../../../src-main/engine/platform/log.ts'
import type { CallInput, CallName, CallValue } from '../../../src-shared/contract/index.ts'
import { AppFailure } from '../../../src-shared/text/errors/index.ts'
import { withContext } from '../../support/engine-context.ts'
import { startLibraryService } from '../../support/library-service/index.ts'

type Call = <Name extends CallName>(name: Name, params: CallInput<Name>) => Promise<CallValue<Name>>

async function withEngine(work: (call: Call) => Promise<void>): Promise<void> {
  await withContext(async ({ paths, platform, clock }) => {
    const engine: Engine = createEngine({ paths, platform, log: silentLog, resumeJobs: false, clock })
    try {
      await work(async (name, params) => {
        const result = await engine.call(name, params, { signal: new AbortController().signal })
        if (!result.ok) throw new AppFailure(result.error)
        return result.value as CallValue<typeof name>
      })
    } finally {
      await engine.close()
    }
  })
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof AppFailure ? error.error.code : String(error)),
  )

describe('the world a user lives in', () => {
  it('begins unasked, and can be left so', () =>
    withEngine(async (call) => {
      expect((await call('settings.get', {})).world).toBe('unasked')
      await call('remotes.chooseWorld', { world: 'skipped' })
      expect((await call('settings.get', {})).world).toBe('skipped')
      expect((await call('remotes.list', {})).map(({ name, active }) => [name, active])).toEqual([
        ['SylabsCloud', true],
      ])
    }))

  it('of Apptainer uses no library and asks its keyserver; that of Sylabs brings its remote back', () =>
    withEngine(async (call) => {
      await call('remotes.chooseWorld', { world: 'apptainer' })
      await call('remotes.chooseWorld', { world: 'apptainer' })
      expect((await call('remotes.list', {})).some(({ active }) => active)).toBe(false)
      const servers = await call('keyring.servers', {})
      expect(servers.filter(({ url }) => url === 'https://keys.openpgp.org')).toHaveLength(1)
      expect(await codeOf(call('library.resolve', { reference: 'alpine' }))).toBe('REMOTE_NONE')

      await call('remotes.remove', { name: 'SylabsCloud' })
      await call('remotes.chooseWorld', { world: 'sylabs' })
      expect((await call('remotes.list', {})).map(({ name, active }) => [name, active])).toEqual([
        ['SylabsCloud', true],
      ])
    }))

  it('offline asks nobody, not even this computer, until another answer', () =>
    withEngine(async (call) => {
      const service = await startLibraryService()
      try {
        await call('remotes.chooseWorld', { world: 'offline' })
        expect(await codeOf(call('remotes.add', { name: 'Lab', uri: service.origin }))).toBe('NETWORK_OFF')
        expect(await codeOf(call('remotes.diagnose', { kind: 'host', name: new URL(service.origin).host }))).toBe(
          'NETWORK_OFF',
        )
        expect(service.faults.requests).toHaveLength(0)

        const lost = { world: 'own', name: 'Lab', uri: 'http://127.0.0.1:9' } as const
        expect(await codeOf(call('remotes.chooseWorld', lost))).toBe('OFFLINE')
        expect(await call('settings.get', {})).toMatchObject({ world: 'offline', isOffline: true })
        await call('remotes.chooseWorld', { ...lost, uri: service.origin })
        expect(await call('settings.get', {})).toMatchObject({ world: 'own', isOffline: false })
        expect((await call('remotes.list', {})).find(({ active }) => active)?.name).toBe('Lab')
      } finally {
        await service.close()
      }
    }))
})
