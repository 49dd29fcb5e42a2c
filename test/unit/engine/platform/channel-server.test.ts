import { PassThrough } from 'node:stream'
import { MessageChannel } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { createLinesChannel } from '../../../../src-main/engine/platform/channel-lines.ts'
import { createChannelPair } from '../../../../src-main/engine/platform/channel-pair.ts'
import { createPortChannel } from '../../../../src-main/engine/platform/channel-port.ts'
import {
  maxOpenCalls,
  type ServedEngine,
  type ServerChannel,
  serveChannel,
} from '../../../../src-main/engine/platform/channel-server.ts'
import { createEventBus } from '../../../../src-main/engine/platform/events.ts'
import { connectClient } from '../../../../src-shared/contract/client.ts'
import type { Channel } from '../../../../src-shared/contract/wire.ts'
import type { Result } from '../../../../src-shared/model/result.ts'

interface FakeEngine extends ServedEngine {
  readonly bus: ReturnType<typeof createEventBus>
  readonly aborted: string[]
}

/** Answers `jobs.list` at once, fails `jobs.get`, throws in `jobs.clear`, and lets `images.list` hang until aborted. */
function fakeEngine(): FakeEngine {
  const bus = createEventBus()
  const aborted: string[] = []
  return {
    bus,
    aborted,
    events: bus,
    async call(name, params, { signal }): Promise<Result<unknown>> {
      switch (name) {
        case 'jobs.list':
          return { ok: true, value: [params] }
        case 'jobs.clear':
          throw new Error('thrown')
        case 'images.list':
          await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
          aborted.push(name)
          return {
            ok: false,
            error: { code: 'CANCELLED', area: 'platform', kind: 'cancelled', message: '', params: {} },
          }
        default:
          return { ok: false, error: { code: 'NO', area: 'platform', kind: 'notFound', message: 'no', params: {} } }
      }
    },
  }
}

const log = () => undefined

/** The carriers: each gives the server's end and the page's end. */
const carriers: Record<string, () => readonly [ServerChannel, Channel]> = {
  'in process': () => createChannelPair(),
  MessagePort: () => {
    const { port1, port2 } = new MessageChannel()
    const same = (event: unknown): unknown => event
    return [createPortChannel(port1, same), createPortChannel(port2, same)]
  },
  'JSON lines': () => {
    const [up, down] = [new PassThrough(), new PassThrough()]
    return [createLinesChannel(up, down), createLinesChannel(down, up)]
  },
}

describe.each(Object.entries(carriers))('an engine served over %s', (_name, connect) => {
  it('answers calls, passes errors and events on, cancels, and notices that it is gone', async () => {
    const engine = fakeEngine()
    const [server, page] = connect()
    const stop = serveChannel(engine, server, log)
    const client = connectClient(page)

    expect(await client.call('jobs.list', {})).toEqual({ ok: true, value: [{}] })
    expect(await client.call('jobs.get', { id: 'x' })).toMatchObject({ ok: false, error: { code: 'NO' } })
    expect(await client.call('jobs.clear', {})).toMatchObject({ ok: false, error: { code: 'INTERNAL' } })

    const told = new Promise((resolve) => client.on('jobs.removed', resolve))
    engine.bus.emit('jobs.removed', { ids: ['a'] })
    expect(await told).toEqual({ ids: ['a'] })

    const abort = new AbortController()
    const hanging = client.call('images.list', {}, { signal: abort.signal })
    abort.abort()
    expect(await hanging).toMatchObject({ ok: false, error: { code: 'CANCELLED' } })
    expect(engine.aborted).toEqual(['images.list'])

    const open = client.call('images.list', {})
    const gone = new Promise<void>((resolve) => client.onGone(resolve))
    // Once an answer is back the open call has arrived too.
    await client.call('jobs.list', {})
    stop()
    await gone
    expect(await open).toMatchObject({ ok: false, error: { code: 'ENGINE_GONE' } })
    await expect.poll(() => engine.aborted).toEqual(['images.list', 'images.list'])
    client.close()
  })
})

describe('a hostile page', () => {
  const setUp = () => {
    const engine = fakeEngine()
    const [server, page] = createChannelPair()
    const received: unknown[] = []
    const logged: string[] = []
    page.onMessage((message) => received.push(message))
    serveChannel(engine, server, (level, message) => logged.push(`${level} ${message}`))
    return { page, received, logged }
  }

  it.each([
    ['no object', 'hello', null],
    ['nothing', null, null],
    ['an unknown type', { type: 'eval', id: 3, code: '1' }, 3],
    ['no name', { type: 'call', id: 4, params: {} }, 4],
    ['more than it should have', { type: 'call', id: 5, name: 'jobs.list', params: {}, extra: 1 }, 5],
    ['a fractional id', { type: 'cancel', id: 0.5 }, null],
    ['an endless name', { type: 'call', id: 6, name: 'x'.repeat(101), params: {} }, 6],
  ])('that sends %s is answered with an error, and it is logged', async (_what, message, id) => {
    const { page, received, logged } = setUp()
    page.send(message)
    await expect.poll(() => received).toMatchObject([{ type: 'error', id, error: { code: 'MESSAGE_MALFORMED' } }])
    expect(logged).toEqual(['warn message refused: it does not fit the schema'])
  })

  it('cannot open an id twice nor open calls without end', async () => {
    const { page, received } = setUp()
    page.send({ type: 'call', id: 0, name: 'images.list', params: {} })
    page.send({ type: 'call', id: 0, name: 'images.list', params: {} })
    await expect.poll(() => received).toMatchObject([{ id: 0, error: { code: 'MESSAGE_MALFORMED' } }])
    for (let id = 1; id <= maxOpenCalls; id++) page.send({ type: 'call', id, name: 'images.list', params: {} })
    await expect.poll(() => received.at(-1)).toMatchObject({ id: maxOpenCalls, error: { code: 'TOO_MANY_CALLS' } })
    expect(received).toHaveLength(2)
  })
})

describe('a slow reader', () => {
  it('gets only the latest state of each thing, and is cut off when it stays behind', async () => {
    const engine = fakeEngine()
    const sent: unknown[] = []
    let unsent = 0
    let isClosed = false
    const channel: ServerChannel = {
      send: (message) => sent.push(message),
      onMessage: () => undefined,
      onClose: () => undefined,
      close: () => {
        isClosed = true
      },
      unsentBytes: () => unsent,
    }
    serveChannel(engine, channel, log)
    const job = (id: string, log: readonly string[]) => ({
      id,
      kind: 'pull' as const,
      subject: '',
      from: '',
      state: 'running' as const,
      progress: { phase: '', bytesDone: 0, bytesTotal: null, rate: null },
      canPause: false,
      createdAt: '',
      startedAt: null,
      finishedAt: null,
      error: null,
      result: null,
      log,
    })
    unsent = 100 * 1024 * 1024
    engine.bus.emit('jobs.changed', job('a', ['1']))
    engine.bus.emit('jobs.changed', job('b', ['1']))
    engine.bus.emit('jobs.changed', job('a', ['2']))
    expect(sent).toEqual([])
    unsent = 0
    await expect.poll(() => sent).toMatchObject([{ payload: { id: 'b' } }, { payload: { id: 'a', log: ['2'] } }])

    unsent = 100 * 1024 * 1024
    for (let count = 0; count <= 2000; count++) engine.bus.emit('jobs.removed', { ids: [String(count)] })
    expect(isClosed).toBe(true)
  })
})

describe('JSON lines', () => {
  it('take what comes in any pieces, report what is no JSON, and end at an endless line', async () => {
    const input = new PassThrough()
    const channel = createLinesChannel(input, new PassThrough(), 1000)
    const received: unknown[] = []
    let isClosed = false
    channel.onMessage((message) => received.push(message))
    channel.onClose(() => {
      isClosed = true
    })
    for (const piece of ['{"a"', ':"ü', '"}\n\n[1]\nno', ' json\n']) input.write(piece)
    await expect.poll(() => received).toEqual([{ a: 'ü' }, [1], undefined])
    input.write('x'.repeat(2000))
    await expect.poll(() => isClosed).toBe(true)
  })
})
