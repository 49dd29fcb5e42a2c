/** The browser face as a real process: what it prints, whom it lets in, how it ends. */

import { existsSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import { WebSocket } from 'ws'
import { ended, firstLine, startCommand } from '../../support/command-line.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

// Real processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 90_000 })

const pages = fileURLToPath(new URL('../../../dist/renderer/', import.meta.url))

// The pages are built before the tests; where only these tests run, an empty one will do.
beforeAll(async () => {
  if (existsSync(`${pages}index.html`)) return
  await mkdir(pages, { recursive: true })
  await writeFile(`${pages}index.html`, '<!doctype html><title>SIF Desktop</title>')
})

async function startServe(home: string, ...more: readonly string[]) {
  const child = startCommand(home, ['serve', '--no-open', '--json', ...more])
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, ready: JSON.parse(await firstLine(child)) as { type: string; url: string; port: number } }
}

it('prints one address that works once, carries the contract, and ends in order', async () => {
  const home = await temporaryFolder()
  const { child, ready } = await startServe(home)
  expect(ready).toMatchObject({ type: 'ready' })
  const { origin, host } = new URL(ready.url)
  expect(origin).toBe(`http://127.0.0.1:${ready.port}`)
  const response = await fetch(ready.url)
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  expect((await fetch(ready.url)).status).toBe(403)

  const socket = new WebSocket(`ws://${host}/engine`, { headers: { Cookie: cookie, Origin: origin } })
  await new Promise((resolve) => socket.once('open', resolve))
  const answer = new Promise((resolve) => socket.once('message', (data) => resolve(JSON.parse(String(data)))))
  socket.send(JSON.stringify({ type: 'call', id: 0, name: 'settings.capabilities', params: {} }))
  expect(await answer).toMatchObject({ type: 'value', id: 0, value: { face: 'browser', canChooseFiles: false } })

  const closed = new Promise((resolve) => socket.once('close', resolve))
  const end = ended(child)
  child.kill('SIGTERM')
  await closed
  expect((await end).signal).toBeNull()
  // Nothing that holds a token stays behind.
  expect(await readdir(`${home}/run`).catch(() => [])).toEqual([])
})

it('refuses to listen on other interfaces and on a port that is taken', async () => {
  const home = await temporaryFolder()
  const elsewhere = startCommand(home, ['serve', '--no-open', '--json', '--host', '0.0.0.0'])
  const [said, end] = await Promise.all([text(elsewhere.stdout), ended(elsewhere)])
  expect(JSON.parse(said)).toMatchObject({ error: { code: 'SERVE_NOT_LOOPBACK' } })
  expect(end.code).toBe(1)

  const { ready } = await startServe(home)
  const second = startCommand(home, ['serve', '--no-open', '--json', '--port', String(ready.port)])
  const [complaint] = await Promise.all([text(second.stdout), ended(second)])
  expect(JSON.parse(complaint)).toMatchObject({ error: { code: 'PORT_IN_USE' } })
})
