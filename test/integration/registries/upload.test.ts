/** Uploads to a registry that keeps what has arrived of an upload that was cut, as the specification has it. */
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { sendBlob } from '../../../src-main/engine/oci/upload.ts'
import { codeOf } from '../../support/failing.ts'
import { withOci } from '../../support/registry/oci-engine.ts'

interface Upload {
  readonly arrived: Buffer
  readonly ranges: readonly (string | undefined)[]
  readonly isComplete: boolean
}

/** @param cuts after how many bytes each upload of a part is cut. @param spoils changes a byte of what arrived */
async function startUploads(cuts: readonly number[], spoils = false) {
  let arrived: Buffer = Buffer.alloc(0)
  let isComplete = false
  const ranges: (string | undefined)[] = []
  const left = [...cuts]
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    const answer = (status: number, headers: Readonly<Record<string, string>> = {}): void => {
      request.resume()
      response.writeHead(status, headers).end()
    }
    // Another address with every answer, with a query of its own.
    const location = `/uploads/1?state=${arrived.length}%2B`
    const range = `0-${Math.max(0, arrived.length - 1)}`
    if (path === '/v2/') return answer(200)
    if (request.method === 'HEAD') return answer(404)
    if (request.method === 'POST') return answer(202, { location })
    if (request.method === 'GET') return answer(204, { location, range })
    if (request.method === 'DELETE') return answer(204)
    if (request.method === 'PUT') {
      const wanted = new URL(request.url ?? '', 'http://x').searchParams.get('digest')
      if (spoils) arrived = Buffer.concat([Buffer.from('x'), arrived.subarray(1)])
      isComplete = wanted === `sha256:${createHash('sha256').update(arrived).digest('hex')}`
      return answer(isComplete ? 201 : 400)
    }
    ranges.push(request.headers['content-range'])
    const cut = left.shift() ?? Number.POSITIVE_INFINITY
    let taken = 0
    request.on('data', (chunk: Buffer) => {
      const part = chunk.subarray(0, cut - taken)
      taken += part.length
      arrived = Buffer.concat([arrived, part])
      if (taken >= cut) request.destroy()
    })
    request.on('end', () => answer(202, { location: `/uploads/1?state=${arrived.length}%2B` }))
    return undefined
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { host, upload: (): Upload => ({ arrived, ranges, isComplete }) }
}

const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251))
const descriptor = { digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, sizeBytes: bytes.length }

async function* pieces(from: number): AsyncGenerator<Uint8Array> {
  for (let at = from; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000)
}

async function send(host: string, positions: number[] = []): Promise<number> {
  let sent = -1
  await withOci(async ({ oci }) => {
    const { connection } = oci.registry(host)
    sent = await sendBlob(
      connection,
      'a/b',
      { descriptor, open: pieces },
      {
        signal: new AbortController().signal,
        onPosition: (position) => positions.push(position),
        retryPausesMs: [5, 5, 5],
      },
    )
  })
  return sent
}

it('a cut upload goes on with what the registry has', async () => {
  const { host, upload } = await startUploads([70_000, 50_000])
  const positions: number[] = []
  expect(await send(host, positions)).toBe(bytes.length)
  const { arrived, ranges, isComplete } = upload()
  expect({ isComplete, isRight: arrived.equals(bytes) }).toEqual({ isComplete: true, isRight: true })
  expect(ranges).toEqual([undefined, '70000-299999', '120000-299999'])
  expect(positions.at(-1)).toBe(bytes.length)
})

it('an upload that gets nowhere ends', async () => {
  const { host } = await startUploads(Array(50).fill(0))
  expect(['OFFLINE', 'CONNECTION_CUT']).toContain(await codeOf(send(host)))
})

it('what arrived as something else is not taken for the file', async () => {
  const { host } = await startUploads([], true)
  expect(await codeOf(send(host))).toBe('REGISTRY_REFUSED_BLOB')
})
