/** The engine over standard input and output, as a real process. */
import { expect, it, onTestFinished, vi } from 'vitest'
import { createLinesChannel } from '../../../src-main/engine/platform/channel-lines.ts'
import { connectClient } from '../../../src-shared/contract/client.ts'
import { ended, startCommand } from '../../support/command-line.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 90_000 })

function startEngine(home: string) {
  const child = startCommand(home, ['engine', '--stdio'])
  onTestFinished(() => void child.kill('SIGKILL'))
  const channel = createLinesChannel(child.stdout, child.stdin)
  return { child, channel, client: connectClient(channel) }
}

it('speaks the contract, and nothing else, until its input ends', async () => {
  const { child, channel, client } = startEngine(await temporaryFolder())
  const received: unknown[] = []
  channel.onMessage((message) => received.push(message))
  const capabilities = await client.call('settings.capabilities', {})
  expect(capabilities).toMatchObject({ ok: true, value: { face: 'stdio', canChooseFiles: false } })

  const told = new Promise((resolve) => client.on('settings.changed', resolve))
  expect(await client.call('settings.set', { theme: 'dark' })).toMatchObject({ ok: true, value: { theme: 'dark' } })
  expect(await told).toMatchObject({ theme: 'dark' })

  channel.send({ type: 'call', id: 'x' })
  child.stdin.write('no json\n')
  await expect
    .poll(() => received.slice(-2))
    .toMatchObject([
      { type: 'error', id: null, error: { code: 'MESSAGE_MALFORMED' } },
      { type: 'error', id: null, error: { code: 'MESSAGE_MALFORMED' } },
    ])
  expect(received).not.toContain(undefined)

  const end = ended(child)
  child.stdin.end()
  expect(await end).toEqual({ code: 0, signal: null })
})

it('that is killed is noticed at once, and the next one finds everything as it was', async () => {
  const home = await temporaryFolder()
  const { child, client } = startEngine(home)
  expect(await client.call('settings.set', { density: 'compact' })).toMatchObject({ ok: true })
  const gone = new Promise<number>((resolve) => client.onGone(() => resolve(performance.now())))
  const killedAt = performance.now()
  child.kill('SIGKILL')
  expect((await gone) - killedAt).toBeLessThan(5000)
  expect(await client.call('settings.get', {})).toMatchObject({ ok: false, error: { code: 'ENGINE_GONE' } })

  const next = startEngine(home)
  expect(await next.client.call('settings.get', {})).toMatchObject({ ok: true, value: { density: 'compact' } })
  next.client.close()
})

it('two on one home at once are safe', async () => {
  const home = await temporaryFolder()
  const engines = [startEngine(home), startEngine(home)]
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      engines[index % 2]?.client.call('settings.set', { downloadConnections: (index % 16) + 1 }),
    ),
  )
  expect(answers.filter((answer) => !answer?.ok)).toEqual([])
  const [one, two] = await Promise.all(engines.map(({ client }) => client.call('settings.get', {})))
  expect(one).toEqual(two)
  for (const { client } of engines) client.close()
})
