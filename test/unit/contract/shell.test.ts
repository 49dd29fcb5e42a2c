import { expect, it } from 'vitest'
import { createChannelPair } from '../../../src-main/engine/platform/channel-pair.ts'
import { findBridge, openBridgeChannel, type PreloadBridge } from '../../../src-shared/contract/preload.ts'
import { connectShell, type ShellEvent } from '../../../src-shared/contract/shell.ts'

it('a page asks the shell and is answered, also when it goes away', async () => {
  const [page, end] = createChannelPair()
  const asked: unknown[] = []
  end.onMessage((message) => asked.push(message))
  const shell = connectShell(page)
  const first = shell.ask({ verb: 'revealFile', path: '/a.sif' })
  const second = shell.ask({ verb: 'openExternal', url: 'https://example.org/' })
  await expect
    .poll(() => asked)
    .toEqual([
      { type: 'shell', id: 0, request: { verb: 'revealFile', path: '/a.sif' } },
      { type: 'shell', id: 1, request: { verb: 'openExternal', url: 'https://example.org/' } },
    ])
  end.send({ type: 'shellValue', id: 0, value: null })
  expect(await first).toEqual({ ok: true, value: null })
  end.close()
  expect(await second).toMatchObject({ ok: false, error: { code: 'ENGINE_GONE' } })
  expect(await shell.ask({ verb: 'revealFile', path: '/a.sif' })).toMatchObject({ ok: false })
})

it('what the shell tells before anybody listens is not lost', async () => {
  const [page, end] = createChannelPair()
  const shell = connectShell(page)
  const event: ShellEvent = { event: 'openFiles', paths: ['/a.sif'] }
  end.send({ type: 'shellEvent', event })
  await new Promise((resolve) => setTimeout(resolve, 10))
  const heard: ShellEvent[] = []
  const stop = shell.listen((told) => heard.push(told))
  shell.listen(() => undefined)
  expect(heard).toEqual([event])
  end.send({ type: 'shellEvent', event: { event: 'command', command: 'back' } })
  await expect.poll(() => heard).toHaveLength(2)
  stop()
})

it('the bridge of a window becomes a channel; a page without one has none', () => {
  let toPage: (message: unknown) => void = () => undefined
  let toClose: () => void = () => undefined
  const sent: unknown[] = []
  const bridge: PreloadBridge = {
    connect(onMessage, onClose) {
      toPage = onMessage
      toClose = onClose
      return { send: (message) => sent.push(message), close: () => undefined, pathOfFile: () => '/from/bridge' }
    },
  }
  expect(findBridge({})).toBeNull()
  expect(findBridge({ sifDesktop: {} })).toBeNull()
  expect(findBridge({ sifDesktop: bridge })).toBe(bridge)

  const channel = openBridgeChannel(bridge)
  const received: unknown[] = []
  let closed = 0
  channel.onMessage((message) => received.push(message))
  channel.onMessage((message) => received.push(message))
  channel.onClose(() => closed++)
  channel.send(1)
  toPage(2)
  toClose()
  channel.close()
  expect({ sent, received, closed }).toEqual({ sent: [1], received: [2, 2], closed: 1 })
  expect(channel.pathOfFile({})).toBe('/from/bridge')
  expect(channel.pathOfFile({ path: '/on/the/file' })).toBe('/on/the/file')
})
