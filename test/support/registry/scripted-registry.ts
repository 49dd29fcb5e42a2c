/** A registry whose answers a test writes itself, for what real registries do not do on demand. */
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ScriptedAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface ScriptedRegistry {
  readonly host: string
  readonly url: string
  /** `METHOD /path?query` and the login of each request. */
  readonly seen: { readonly line: string; readonly authorization: string | undefined }[]
  /** Puts a document under `repository/manifests/tag` and under its digest. @returns the digest */
  put(
    repository: string,
    tag: string,
    document: object,
    mediaType?: string,
    headers?: Readonly<Record<string, string>>,
  ): string
  close(): Promise<void>
}

/** @param answer for requests that no document that was put answers; null for 404 */
export async function startScriptedRegistry(
  answer: (line: string, request: IncomingMessage, url: string) => ScriptedAnswer | null = () => null,
): Promise<ScriptedRegistry> {
  const seen: ScriptedRegistry['seen'] = []
  const documents = new Map<string, ScriptedAnswer>()
  const server = createServer((request, response) => {
    const line = `${request.method} ${request.url}`
    seen.push({ line, authorization: request.headers.authorization })
    const own = documents.get((request.url ?? '').split('?')[0] ?? '')
    const front: ScriptedAnswer | null = request.url === '/v2/' ? { status: 200, body: '{}' } : null
    const { status, headers = {}, body = '' } = answer(line, request, url()) ?? own ?? front ?? { status: 404 }
    response.writeHead(status, headers)
    response.end(request.method === 'HEAD' ? undefined : body)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const url = (): string => `http://${host}`
  return {
    host,
    url: url(),
    seen,
    put(repository, tag, document, mediaType = 'application/vnd.oci.image.manifest.v1+json', headers = {}) {
      const body = JSON.stringify(document)
      const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`
      const all = { 'content-type': mediaType, 'docker-content-digest': digest, ...headers }
      for (const name of [tag, digest])
        documents.set(`/v2/${repository}/manifests/${name}`, { status: 200, headers: all, body })
      return digest
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
