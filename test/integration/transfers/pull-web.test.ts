/** Pulls from plain web addresses and from a hub: real sockets, a server that does what real ones do. */

import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { hashOf } from '../../support/library-service/index.ts'
import { smallSif } from '../../support/small-sif.ts'
import { type PullSet, resultOf, withPull } from './pull-fixture.ts'

vi.setConfig({ testTimeout: 60_000 })

type Handler = (request: IncomingMessage, response: ServerResponse) => void

interface Web {
  readonly host: string
  /** `METHOD path range`, in order of arrival. */
  readonly seen: string[]
  readonly headers: IncomingMessage['headers'][]
}

async function withWeb(handle: Handler, work: (web: Web) => Promise<void>): Promise<void> {
  const seen: string[] = []
  const headers: IncomingMessage['headers'][] = []
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers.range ?? ''}`.trim())
    headers.push(request.headers)
    handle(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await work({ host: `127.0.0.1:${(server.address() as AddressInfo).port}`, seen, headers })
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

interface Serving {
  readonly file: () => Buffer
  readonly etag?: () => string
  readonly modified?: string
  readonly noHead?: boolean
}

/** Serves one file as web servers do, with ranges for those who hold the mark of the file as it is. */
function serving({ file, etag, modified, noHead = false }: Serving): Handler {
  return (request, response) => {
    if (request.method === 'HEAD' && noHead) return void response.writeHead(405).end()
    const bytes = file()
    const mark = etag?.() ?? modified
    const headers = {
      'content-type': 'application/octet-stream',
      ...(etag === undefined ? {} : { etag: etag() }),
      ...(modified === undefined ? {} : { 'last-modified': modified }),
    }
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')
    if (range !== null && request.headers['if-range'] === mark) {
      const [start, end] = [Number(range[1]), range[2] === '' ? bytes.length - 1 : Number(range[2])]
      const part = bytes.subarray(start, end + 1)
      const place = `bytes ${start}-${start + part.length - 1}/${bytes.length}`
      return void response
        .writeHead(206, { ...headers, 'content-range': place, 'content-length': part.length })
        .end(part)
    }
    response.writeHead(200, { ...headers, 'content-length': bytes.length })
    response.end(request.method === 'HEAD' ? undefined : bytes)
  }
}

async function pulled(set: PullSet, reference: string, more: { readonly output?: string } = {}) {
  return set.pull({ reference, architecture: undefined, ...more })
}

describe('a pull from a web address', () => {
  const modified = 'Fri, 02 Jan 2026 03:04:05 GMT'

  it('fetches parts that are tied to one file, and names it by its last part without the query', () =>
    withPull(async (set) => {
      const file = await smallSif('amd64', 60_000)
      await withWeb(serving({ file: () => file, modified }), async ({ host, seen, headers }) => {
        const job = await pulled(set, `http://${host}/made/a.sif?key=secret`)
        const result = resultOf(job)
        expect(result).toMatchObject({
          path: join(set.images, 'a.sif'),
          digest: hashOf(file).replace('.', ':'),
          sizeBytes: file.length,
          bytesDownloaded: file.length,
          resolved: `http://${host}/made/a.sif`,
        })
        expect(await readFile(result.path)).toEqual(file)
        expect(seen[0]).toBe('HEAD /made/a.sif?key=secret')
        expect(seen.filter((line) => /bytes=/.test(line)).length).toBeGreaterThan(1)
        // What may be a key is kept nowhere that is shown, and no login goes along.
        expect(JSON.stringify([job.subject, job.from, job.result])).not.toContain('secret')
        expect(headers.some(({ authorization }) => authorization !== undefined)).toBe(false)
        expect(await set.files()).toEqual(['a.sif'])
      })
    }))

  it('is read as one stream where nothing ties parts together', () =>
    withPull(async (set) => {
      const file = await smallSif('amd64', 60_000)
      for (const [place, more] of [{}, { etag: () => 'W/"weak"' }, { noHead: true }].entries())
        await withWeb(serving({ file: () => file, ...more }), async ({ host, seen }) => {
          resultOf(await pulled(set, `http://${host}/${place}.sif`))
          expect(seen.filter((line) => /bytes=/.test(line))).toEqual([])
        })
      expect(await set.files()).toEqual(['0.sif', '1.sif', '2.sif'])
    }))

  it('never makes one file of two', () =>
    withPull(async (set) => {
      const [old, next] = [await smallSif('amd64', 60_000), await smallSif('amd64', 60_000)]
      let asked = 0
      const now = () => (asked > 2 ? next : old)
      const handle = serving({ file: now, etag: () => `"${hashOf(now())}"` })
      await withWeb(
        (request, response) => {
          asked += 1
          handle(request, response)
        },
        async ({ host }) => {
          const job = await pulled(set, `http://${host}/a.sif`)
          // The whole new file, or nothing.
          if (job.state === 'done') expect(resultOf(job).digest).toBe(hashOf(next).replace('.', ':'))
          else expect(await set.files()).toEqual([])
        },
      )
    }))

  it('leaves nothing behind when there is nothing, or something else than an image', () =>
    withPull(async (set) => {
      await withWeb(
        (request, response) => void response.writeHead(404).end(request.method === 'HEAD' ? undefined : 'gone'),
        async ({ host }) => expect((await pulled(set, `http://${host}/a.sif`)).error?.code).toBe('NOT_FOUND_ON_SERVER'),
      )
      await withWeb(serving({ file: () => Buffer.from('<html>'.repeat(100)), modified }), async ({ host }) => {
        expect((await pulled(set, `http://${host}/a.sif`)).error?.code).toBe('SIF_NOT_A_SIF')
      })
      await withWeb(
        (request, response) => {
          response.writeHead(200, { 'content-length': 5000 })
          if (request.method === 'HEAD') response.end()
          else response.write('short', () => response.destroy())
        },
        async ({ host }) => expect((await pulled(set, `http://${host}/a.sif`)).state).toBe('failed'),
      )
      expect(await set.files()).toEqual([])
      expect(set.entered).toEqual([])
    }))
})

describe('a pull from a hub', () => {
  it('asks for the manifest and fetches what it names', () =>
    withPull(async (set) => {
      const file = await smallSif('amd64', 60_000)
      const web = serving({ file: () => file, modified: 'Fri, 02 Jan 2026 03:04:05 GMT' })
      await withWeb(
        (request, response) => {
          if (!request.url?.startsWith('/api/')) return web(request, response)
          if (!/^\/api\/container\/ada\/align:(latest|1\.0)$/.test(request.url))
            return void response.writeHead(404).end('{"detail": "Not found."}')
          const image = `http://${request.headers.host}/store/a.sif`
          response.writeHead(200, { 'content-type': 'application/json' })
          response.end(JSON.stringify({ image, name: 'ada/align', tag: 'latest', version: 'd41d', commit: '149f' }))
        },
        async ({ host, seen }) => {
          const result = resultOf(await pulled(set, `shub://${host}/ada/align`))
          expect(result).toMatchObject({
            path: join(set.images, 'align_latest.sif'),
            digest: hashOf(file).replace('.', ':'),
            resolved: `shub://${host}/ada/align:latest`,
          })
          expect(seen[0]).toBe('GET /api/container/ada/align:latest')
          resultOf(await pulled(set, `shub://${host}/ada/align:1.0`))
          const missing = await pulled(set, `shub://${host}/ada/nosuch`)
          expect(missing.error).toMatchObject({
            code: 'CONTAINER_NOT_FOUND',
            params: { path: 'ada/nosuch:latest', host },
          })
        },
      )
    }))

  it('follows no address that is none, and believes no answer that is none', () =>
    withPull(async (set) => {
      for (const [body, code] of [
        ['{"image": "file:///etc/passwd"}', 'REDIRECT_REFUSED'],
        ['{"image": "ftp://example.org/a"}', 'REDIRECT_REFUSED'],
        ['{"name": "ada/align"}', 'ANSWER_MALFORMED'],
        ['nothing', 'ANSWER_MALFORMED'],
      ] as const)
        await withWeb(
          (_request, response) => void response.writeHead(200).end(body),
          async ({ host }) => {
            const job = await pulled(set, `shub://${host}/ada/align`)
            expect([body, job.error?.code]).toEqual([body, code])
          },
        )
      expect(await set.files()).toEqual([])
    }))
})
