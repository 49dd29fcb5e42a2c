/** Serves the built gallery on loopback under the policy that the application has. */
import { createServer, type Server } from 'node:http'
import { securityHeaders } from '../../src-main/serve/policy.ts'
import { findStaticFile } from '../../src-main/serve/static-files.ts'

export interface GalleryServer {
  readonly url: string
  readonly server: Server
}

/** @param folder the built gallery  @returns once it listens, on a port of the system's choice */
export function serveGallery(folder: string): Promise<GalleryServer> {
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      findStaticFile(folder, new URL(request.url ?? '/', 'http://localhost').pathname).then((file) => {
        if (file === null) return response.writeHead(404).end()
        return response.writeHead(200, { ...securityHeaders('localhost'), 'content-type': file.type }).end(file.body)
      }, reject)
    })
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') return reject(new Error('no port'))
      return resolve({ url: `http://127.0.0.1:${address.port}/`, server })
    })
  })
}
