/**
 * The engine's process as the window starts it, with a worker thread in the place of Electron's
 * utility process: the same entry, the same messages, real MessagePorts.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createPortChannel } from '../../../src-main/engine/platform/channel-port.ts'
import { connectClient } from '../../../src-shared/contract/client.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 90_000 })

const entry = new URL('../../../src-main/engine/main.ts', import.meta.url).href

/** Gives the process what Electron gives: a parent's port whose messages carry data and ports, wrapped likewise. */
const harness = `
  const { parentPort } = require('node:worker_threads')
  process.parentPort = {
    postMessage: (message) => parentPort.postMessage(message),
    on: (_event, listener) =>
      parentPort.on('message', ({ data, ports }) =>
        listener({
          data,
          ports: ports.map((port) => ({
            postMessage: (message) => port.postMessage(message),
            on: (event, own) => port.on(event, event === 'message' ? (data) => own({ data }) : own),
            start: () => port.start(),
            close: () => port.close(),
          })),
        }),
      ),
  }
  import(${JSON.stringify(entry)})
`

async function startEngine(home: string) {
  const worker = new Worker(harness, {
    eval: true,
    argv: ['--secrets=keychain'],
    env: { ...process.env, SIF_DESKTOP_HOME: home },
  })
  const messages: unknown[] = []
  const exited = new Promise<number>((resolve) => worker.once('exit', resolve))
  worker.on('message', (message) => messages.push(message))
  onTestFinished(async () => void (await worker.terminate()))
  const post = (data: unknown, ports: readonly MessagePort[] = []): void =>
    worker.postMessage({ data, ports }, [...ports])
  await expect.poll(() => messages, { timeout: 20_000 }).toContainEqual({ type: 'ready' })
  return { post, messages, exited }
}

function connect(post: (data: unknown, ports: readonly MessagePort[]) => void) {
  const { port1, port2 } = new MessageChannel()
  post({ type: 'connect' }, [port2])
  return connectClient(createPortChannel(port1, (data) => data))
}

it('serves every page over a port of its own, and ends when it is told to', async () => {
  const home = await temporaryFolder()
  const { post, exited } = await startEngine(home)
  const [one, two] = [connect(post), connect(post)]
  expect(await one.call('settings.capabilities', {})).toMatchObject({ ok: true, value: { face: 'window' } })
  const told = new Promise((resolve) => two.on('settings.changed', resolve))
  await one.call('settings.set', { theme: 'light' })
  expect(await told).toMatchObject({ theme: 'light' })
  one.close()
  expect(await two.call('settings.get', {})).toMatchObject({ ok: true })

  post({ type: 'format', disk: true })
  await expect.poll(() => readFile(join(home, 'log', 'engine.log'), 'utf8').catch(() => '')).toContain('refused')
  expect(await two.call('settings.get', {})).toMatchObject({ ok: true })

  const gone = new Promise<void>((resolve) => two.onGone(resolve))
  post({ type: 'stop' })
  await gone
  expect(await exited).toBe(0)
})
