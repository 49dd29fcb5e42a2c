import { expect, it } from 'vitest'
import { createSettings } from '../../../../src-main/engine/settings/settings.ts'
import type { Capabilities } from '../../../../src-shared/contract/settings.ts'
import { withContext } from '../../../support/engine-context.ts'

const call = { signal: new AbortController().signal }
const capabilities: Capabilities = {
  face: 'terminal',
  canChooseFiles: false,
  canRevealFiles: false,
  canReadDroppedPaths: false,
  platform: 'linux',
  architecture: 'amd64',
  homeFolder: '/',
  version: '0',
  demo: false,
  secretsAreIn: 'files',
  filesUnavailable: null,
}

it('keeps what was set, tells it, and gives defaults for the rest and for what it cannot read', () =>
  withContext(async (context) => {
    const told: unknown[] = []
    context.events.listen((event) => told.push(event))
    const settings = createSettings(context, () => capabilities)
    const before = settings.get()
    await settings.handlers['settings.set']({ theme: 'dark', downloadConnections: 7 }, call)
    context.database.prepare("UPDATE settings SET value_json = '99' WHERE name = 'downloadConnections'").run()
    const later = createSettings(context, () => capabilities).get()
    expect({ later, told }).toEqual({
      later: { ...before, theme: 'dark' },
      told: [
        { event: 'settings.changed', payload: expect.objectContaining({ theme: 'dark', downloadConnections: 7 }) },
      ],
    })
  }))
