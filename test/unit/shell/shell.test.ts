/** The shell's parts that need no Electron: policy, links, what the system hands over, window place, engine supervision. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createChannelPair } from '../../../src-main/engine/platform/channel-pair.ts'
import { readCommand } from '../../../src-main/shell/engine-command.ts'
import { type StartEngine, superviseEngine } from '../../../src-main/shell/engine-process.ts'
import { createMultiplexer } from '../../../src-main/shell/multiplexer.ts'
import { ownArguments, readArguments, readLink } from '../../../src-main/shell/open-targets.ts'
import { isLoadable, isOwnPage, isPermitted, readExternalLink } from '../../../src-main/shell/policy.ts'
import { firstState, loadWindowState, saveWindowState } from '../../../src-main/shell/window-state.ts'

describe('what a page may load', () => {
  it.each([
    ['app://sif-desktop/index.html', true],
    ['blob:app://sif-desktop/1', true],
    ['data:image/png;base64,', true],
    ['app://sif-desktop.evil/', false],
    ['app://sif-desktop@evil/', false],
    ['app://other/', false],
    ['https://example.org/', false],
    ['file:///etc/passwd', false],
    ['blob:https://example.org/1', false],
    ['devtools://devtools/', false],
  ])('%s: %s', (url, expected) => {
    expect(isLoadable(url, true)).toBe(expected)
  })

  it('developer tools load in a checkout only', () => {
    expect(isLoadable('devtools://devtools/', false)).toBe(true)
  })

  it('only own pages may write to the clipboard, and nothing else is permitted', () => {
    expect(isPermitted('clipboard-sanitized-write', 'app://sif-desktop/index.html')).toBe(true)
    expect(isPermitted('clipboard-sanitized-write', 'https://example.org/')).toBe(false)
    for (const permission of [
      'clipboard-read',
      'media',
      'geolocation',
      'notifications',
      'openExternal',
      'fullscreen',
    ]) {
      expect(isPermitted(permission, 'app://sif-desktop/index.html')).toBe(false)
    }
    expect(isOwnPage('app://sif-desktop')).toBe(true)
  })
})

describe('links out of the application', () => {
  it.each([
    'http://example.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://user@example.org/',
    'https://example.org:pass@evil.example/',
    'smb://host/share',
    'vscode://x',
    'not a link',
    `https://example.org/${'x'.repeat(3000)}`,
    '',
  ])('%s is not opened', (url) => expect(readExternalLink(url)).toBeNull())

  it('shows the host as it is spelt on the wire', () => {
    expect(readExternalLink('https://Example.org/a?b#c')).toEqual({
      url: 'https://example.org/a?b#c',
      host: 'example.org',
    })
    expect(readExternalLink('https://exämple.org/')?.host).toBe('xn--exmple-cua.org')
    expect(readExternalLink('https://example.org:8443/')?.host).toBe('example.org:8443')
  })
})

describe('what the system hands over', () => {
  it('links lead to a view', () => {
    expect(readLink('library://alpine:3')).toEqual({ event: 'openReference', reference: 'library://alpine:3' })
    expect(readLink('sif-desktop://open?reference=oras%3A%2F%2Fghcr.io%2Fa%2Fb%3A1')).toEqual({
      event: 'openReference',
      reference: 'oras://ghcr.io/a/b:1',
    })
    for (const bad of [
      'sif-desktop://run?reference=library://a',
      'sif-desktop://open',
      'sif-desktop://open?reference=file:///etc/passwd',
      'sif-desktop://open?reference=library://a b',
      'library://a\nb',
      `library://${'x'.repeat(2000)}`,
      'https://example.org',
      '',
    ]) {
      expect(readLink(bad)).toBeNull()
    }
  })

  it('arguments are files and links; options and other addresses are passed over', () => {
    expect(
      readArguments(['--inspect', 'a.sif', '/b.sif', 'library://x', 'https://example.org', ''], '/home/u'),
    ).toEqual([
      { event: 'openReference', reference: 'library://x' },
      { event: 'openFiles', paths: ['/home/u/a.sif', '/b.sif'] },
    ])
  })

  it('the user’s own arguments come after the program and after what Electron was told to run', () => {
    const own = ['--flag', 'a.sif']
    expect(ownArguments(['/opt/sif-desktop', ...own], null, '/')).toEqual(own)
    expect(ownArguments(['electron', '--inspect=0', '-r', '/loader.js', '/app/', ...own], '/app', '/')).toEqual(own)
    expect(ownArguments(['electron', '.', ...own], '/app', '/app')).toEqual(own)
    expect(ownArguments(['electron', 'elsewhere', ...own], '/app', '/')).toEqual(own)
  })

  it('the command of an engine is words or a list', () => {
    expect(readCommand(undefined)).toBeNull()
    expect(readCommand('  ')).toBeNull()
    expect(readCommand('ssh host  sif-desktop engine --stdio')).toEqual([
      'ssh',
      'host',
      'sif-desktop',
      'engine',
      '--stdio',
    ])
    expect(readCommand('["/a b/node", "x"]')).toEqual(['/a b/node', 'x'])
  })
})

describe('the place of the window', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'window-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }]

  it('is remembered', () => {
    const file = join(folder, 'deep', 'window.json')
    expect(loadWindowState(file, screens)).toEqual(firstState)
    saveWindowState(file, { x: 10, y: 20, width: 900, height: 700 }, true)
    expect(loadWindowState(file, screens)).toEqual({ x: 10, y: 20, width: 900, height: 700, isMaximized: true })
  })

  it('is given up where there is no screen any more, and when the file is damaged', async () => {
    const file = join(folder, 'window.json')
    saveWindowState(file, { x: 4000, y: 20, width: 900, height: 700 }, false)
    expect(loadWindowState(file, screens)).toEqual({ width: 900, height: 700, isMaximized: false })
    saveWindowState(file, { x: 10, y: 2000, width: 900, height: 700 }, false)
    expect(loadWindowState(file, screens)).toEqual({ width: 900, height: 700, isMaximized: false })
    for (const text of ['', '{}', '{"width":1e99,"height":700,"isMaximized":false}', '[]']) {
      await writeFile(file, text)
      expect(loadWindowState(file, screens)).toEqual(firstState)
    }
  })
})

describe('an engine that several pages share', () => {
  it('answers each page under its own ids, cancels for it, and closes all when it is gone', async () => {
    const [engineEnd, shellEnd] = createChannelPair()
    const atEngine: unknown[] = []
    engineEnd.onMessage((message) => atEngine.push(message))
    const multiplexer = createMultiplexer(shellEnd)
    const pages = [createChannelPair(), createChannelPair()] as const
    const received: unknown[][] = [[], []]
    let closed = 0
    for (const [index, [page, own]] of pages.entries()) {
      multiplexer.attach(own)
      page.onMessage((message) => received[index]?.push(message))
      page.onClose(() => closed++)
    }
    pages[0][0].send({ type: 'call', id: 5, name: 'a', params: {} })
    pages[1][0].send({ type: 'call', id: 5, name: 'b', params: {} })
    await expect
      .poll(() => atEngine)
      .toEqual([
        { type: 'call', id: 0, name: 'a', params: {} },
        { type: 'call', id: 1, name: 'b', params: {} },
      ])
    engineEnd.send({ type: 'value', id: 1, value: 'for b' })
    engineEnd.send({ type: 'value', id: 1, value: 'twice' })
    engineEnd.send({ type: 'event', event: 'e', payload: 1 })
    await expect
      .poll(() => received)
      .toEqual([
        [{ type: 'event', event: 'e', payload: 1 }],
        [
          { type: 'value', id: 5, value: 'for b' },
          { type: 'event', event: 'e', payload: 1 },
        ],
      ])
    pages[1][0].send({ type: 'cancel', id: 5 })
    pages[0][0].send({ type: 'cancel', id: 5 })
    await expect.poll(() => atEngine.slice(2)).toEqual([{ type: 'cancel', id: 0 }])
    pages[0][0].send({ type: 'call', id: 6, name: 'c', params: {} })
    await expect.poll(() => atEngine.length).toBe(4)
    pages[0][0].close()
    await expect.poll(() => atEngine.slice(4)).toContainEqual({ type: 'cancel', id: 2 })
    engineEnd.close()
    await expect.poll(() => closed).toBe(2)
  })
})

describe('an engine that dies', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const log = () => undefined

  it('is started again with growing pauses, told to who listens, and let go when it is stopped', async () => {
    const ends: ((reason: string) => void)[] = []
    let starts = 0
    const start: StartEngine = (onEnd) => {
      starts++
      ends.push(onEnd)
      return { connect: () => undefined, stop: () => onEnd('stopped') }
    }
    const supervisor = superviseEngine(start, log)
    let told = 0
    supervisor.onGone(() => told++)
    expect(starts).toBe(1)
    ends[0]?.('crash')
    expect([told, starts]).toEqual([1, 1])
    await vi.advanceTimersByTimeAsync(100)
    expect(starts).toBe(2)
    ends[1]?.('crash')
    await vi.advanceTimersByTimeAsync(150)
    expect(starts).toBe(2)
    await vi.advanceTimersByTimeAsync(50)
    expect(starts).toBe(3)
    // After a good while the next pause is short again.
    await vi.advanceTimersByTimeAsync(31_000)
    ends[2]?.('crash')
    await vi.advanceTimersByTimeAsync(100)
    expect(starts).toBe(4)
    await supervisor.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(starts).toBe(4)
  })
})
