/** The live output of the demo's builds: text as a terminal would show it, then 1000 when the build is over. */
import { type WebSocket, WebSocketServer } from 'ws'
import type { Upgrading } from '../server.ts'
import type { Build, BuildSwitches, Builds } from './builds.ts'

/** How long a client may take to answer a ping. */
const patienceMs = 2000

export interface BuildStreams {
  readonly open: number
  serve(connection: Upgrading, build: Build): void
  close(): void
}

export function createBuildStreams(builds: Builds, switches: BuildSwitches): BuildStreams {
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 65_536 })

  const tell = async (socket: WebSocket, build: Build): Promise<void> => {
    const gone = new AbortController()
    socket.on('close', () => gone.abort())
    socket.on('error', () => gone.abort())
    const fault = switches.faultyStreams > 0 ? switches.streams : 'whole'
    if (fault !== 'whole') switches.faultyStreams -= 1
    let next = switches.secondStream === 'again' ? 0 : build.told
    for (let sent = 0; !gone.signal.aborted; ) {
      const isCut = fault !== 'whole' && sent >= switches.piecesBeforeFault
      if (isCut && fault === 'cut') return socket.terminate()
      if (isCut) return socket.close(1011, 'internal error')
      const piece = build.pieces[next]
      if (piece === undefined) {
        if (builds.isOver(build)) return socket.close(1000)
        await builds.changed(build, gone.signal)
        continue
      }
      if (switches.pings && sent === 1 && !(await isAlive(socket))) return socket.terminate()
      await new Promise<void>((resolve) => socket.send(piece, () => resolve()))
      next += 1
      sent += 1
      build.told = Math.max(build.told, next)
    }
  }

  return {
    get open() {
      return server.clients.size
    },
    serve: ({ incoming, socket, head }, build) => {
      server.handleUpgrade(incoming, socket, head, (accepted) => {
        tell(accepted, build).catch(() => accepted.terminate())
      })
    },
    close() {
      for (const client of server.clients) client.terminate()
    },
  }
}

async function isAlive(socket: WebSocket): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), patienceMs)
    socket.once('pong', () => {
      clearTimeout(timer)
      resolve(true)
    })
    socket.ping('hi')
  })
}
