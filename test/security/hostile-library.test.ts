/** A library server that means harm: what it says must never decide memory, names, paths or destinations here. */
import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer as createPlainServer } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createHttpClient } from '../../src-main/engine/platform/http/client.ts'
import { AppFailure } from '../../src-shared/text/errors/index.ts'
import { type PullSet, withPull } from '../integration/transfers/pull-fixture.ts'
import { inFolder } from '../support/folder.ts'
import { hasProgram } from '../support/make-sif.ts'
import { smallSif } from '../support/small-sif.ts'

const reference = 'ada/tools/align:1.0'
const call = { signal: new AbortController().signal }

async function codeOf(work: Promise<unknown> | unknown): Promise<string> {
  try {
    await work
    return 'none'
  } catch (error) {
    return error instanceof AppFailure ? error.error.code : String(error)
  }
}

/** Answers an image record of this shape instead of the true one. */
function sayRecord(set: PullSet, record: object): void {
  const body = JSON.stringify({ data: record })
  set.service.faults.switchOn({ route: /^GET \/v1\/images\//, fault: { kind: 'status', status: 200, body } })
}

describe('a hostile library', () => {
  it('cannot fill the memory with an endless record', async () => {
    await withPull(async (set) => {
      const body = `{"data":"${'x'.repeat(9 * 1024 * 1024)}`
      set.service.faults.switchOn({ route: /^GET \/v1\/images\//, fault: { kind: 'status', status: 200, body } })
      expect((await set.pull({ reference })).error?.code).toBe('ANSWER_TOO_LARGE')
    })
  })

  it.each([
    ['an absurd size', 9_000_000_000_000_000, 'OUT_OF_SPACE'],
    ['a negative size', -1, 'SIZE_DIFFERS'],
    ['a size that is no number', 'NaN', 'SIZE_DIFFERS'],
    ['half a byte', 1.5, 'SIZE_DIFFERS'],
    ['a smaller size than it delivers', 1000, 'SIZE_DIFFERS'],
  ])('claims %s', async (_name, size, code) => {
    await withPull(async (set) => {
      const file = await smallSif()
      const image = set.service.put('ada/tools/align', file, { tags: ['1.0'] })
      set.service.switches.downloads = 'direct'
      set.service.faults.switchOn({ route: /imagefile/, fault: { kind: 'wrongLength', by: 10 } })
      sayRecord(set, { id: image.id, hash: image.hash, size, arch: 'amd64' })
      const job = await set.pull({ reference })
      expect([job.state, job.error?.code]).toEqual(['failed', code])
      expect([await set.files(), set.entered]).toEqual([[], []])
    })
  })

  it('cannot bring names, tags or fingerprints that break the rules into the application', async () => {
    await withPull(async (set) => {
      const digest = `sha256.${'ab'.repeat(32)}`
      const image = (more: object) => ({
        id: '1',
        hash: digest,
        size: 5,
        arch: 'amd64',
        entityName: 'ada',
        collectionName: 'tools',
        containerName: 'align',
        tags: ['1.0'],
        ...more,
      })
      const body = JSON.stringify({
        data: {
          image: [
            image({}),
            image({ containerName: '../../etc' }),
            image({ containerName: '\u001b[31mred' }),
            image({ entityName: 'аda' }),
            image({
              containerName: 'other',
              tags: ['../x', '\u202e1.0', 'ok', 7],
              fingerprints: ['xyz', '<b>', 'AB'.repeat(20)],
            }),
          ],
          container: [
            {
              name: '__proto__',
              entityName: 'ada',
              collectionName: 'tools',
              archTags: { __proto__: { x: '1' }, 'amd64\n': { y: '1' }, amd64: { '1\n': '1', constructor: '9' } },
            },
          ],
          entity: [{ name: 'A B' }, 7, null],
        },
      })
      set.service.faults.switchOn({ route: /^GET \/v1\/search/, fault: { kind: 'status', status: 200, body } })
      const search = set.library.handlers['library.search']
      const found = await search({ query: 'align', signedOnly: false, everywhere: false }, call)
      expect(found.users).toEqual([])
      expect(found.containers.map(({ path, tags, fingerprints }) => ({ path, tags, fingerprints }))).toEqual([
        { path: 'ada/tools/align', tags: ['1.0'], fingerprints: [] },
        { path: 'ada/tools/other', tags: ['ok'], fingerprints: ['AB'.repeat(20)] },
      ])
    })
  })

  it('cannot make a pull write outside its folder', async () => {
    await withPull(async (set) => {
      set.service.put('ada/tools/align', await smallSif(), { tags: ['1.0'] })
      set.service.faults.switchOn({
        route: /imagefile|bucket/,
        fault: {
          kind: 'status',
          status: 200,
          headers: { 'content-disposition': 'attachment; filename=../../evil.sif' },
          body: 'x',
        },
      })
      expect((await set.pull({ reference })).error?.code).toBe('SIZE_DIFFERS')
      expect(await set.files()).toEqual([])
    })
  })

  it('cannot hand out another image than the one whose digest was asked for', async () => {
    await withPull(async (set) => {
      const wanted = set.service.put('ada/tools/align', await smallSif(), { tags: ['1.0'] })
      const other = set.service.put('ada/tools/other', await smallSif(), { tags: ['1.0'] })
      sayRecord(set, { id: other.id, hash: other.hash, size: other.file?.length, arch: 'amd64' })
      set.service.switches.downloads = 'direct'
      const asked = `ada/tools/align:${wanted.hash}`
      expect((await set.pull({ reference: asked })).error?.code).toBe('DIGEST_DIFFERS')
      // A record without a digest, and another file behind it.
      set.service.faults.reset()
      sayRecord(set, { id: other.id, size: other.file?.length, arch: 'amd64' })
      const body = other.file?.toString('latin1') ?? ''
      set.service.faults.switchOn({ route: /imagefile/, fault: { kind: 'status', status: 200, body } })
      expect((await set.pull({ reference: asked })).state).toBe('failed')
      expect([await set.files(), set.entered]).toEqual([[], []])
    })
  })

  it('keeps its token out of every error, log line and database row', async () => {
    await withPull(async (set) => {
      set.service.put('ada/tools/align', await smallSif(), { tags: ['1.0'] })
      for (const status of [400, 401, 403, 404, 429, 500]) {
        set.service.faults.reset()
        const body = JSON.stringify({ error: { message: 'no', code: status } })
        set.service.faults.switchOn({ route: /./, fault: { kind: 'status', status, body } })
        const job = await set.pull({ reference })
        expect(JSON.stringify(job)).not.toContain(set.service.token)
      }
      const { database } = set.context
      const tables = database.prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").all()
      const rows = tables.map(({ name }) => JSON.stringify(database.prepare(`SELECT * FROM "${name}"`).all()))
      expect(rows.join('')).not.toContain(set.service.token)
    })
  })
})

/** A certificate that its owner made itself. */
function selfMade(folder: string): { key: string; certificate: string } {
  const made = { key: join(folder, 'key.pem'), certificate: join(folder, 'certificate.pem') }
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2']
  const files = ['-keyout', made.key, '-out', made.certificate]
  execFileSync('openssl', ['req', '-x509', ...curve, ...files, ...subject], { stdio: 'ignore' })
  return made
}

async function withTlsServer(
  work: (url: string, certificate: string, asked: () => number) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const made = selfMade(folder)
    let asked = 0
    const server = createServer(
      { key: readFileSync(made.key), cert: readFileSync(made.certificate) },
      (_request, response) => {
        asked++
        response.end('{}')
      },
    ).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    try {
      await work(`https://localhost:${(server.address() as AddressInfo).port}/`, made.certificate, () => asked)
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
}

describe('a server that is not who it says', () => {
  it.skipIf(!hasProgram('openssl'))('is named as such, and nothing is sent to it (needs openssl)', async () => {
    await withTlsServer(async (url, _certificate, asked) => {
      const http = createHttpClient({ version: '0.0.0', environment: {} })
      const request = http.request({ url, authorization: 'Bearer secret', insecure: true })
      const error = await request.catch((thrown: unknown) => (thrown as AppFailure).error)
      expect(error).toMatchObject({ code: 'TLS_FAILED', detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
      expect(asked()).toBe(0)
      await http.close()
    })
  })

  it.skipIf(!hasProgram('openssl'))('is believed when this computer knows its authority (needs openssl)', async () => {
    await withTlsServer(async (url, certificate, asked) => {
      const client = new URL('../../src-main/engine/platform/http/client.ts', import.meta.url).href
      const script = `const { createHttpClient } = await import(${JSON.stringify(client)})
        const http = createHttpClient({ version: '0.0.0', environment: {} })
        const response = await http.request({ url: ${JSON.stringify(url)} })
        console.log(response.status)
        await response.discard()
        await http.close()`
      // Another process, because a process reads its system's certificates once.
      const environment = { ...process.env, SSL_CERT_FILE: certificate, NODE_OPTIONS: '' }
      const child = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { env: environment })
      expect((await child).stdout.trim()).toBe('200')
      expect(asked()).toBe(1)
    })
  })

  it('is not taken for https when it only speaks http', async () => {
    const server = createPlainServer((_request, response) => response.end()).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const http = createHttpClient({ version: '0.0.0', environment: {} })
    try {
      const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`
      expect(await codeOf(http.request({ url }))).toBe('TLS_FAILED')
    } finally {
      await http.close()
      server.close()
    }
  })
})
