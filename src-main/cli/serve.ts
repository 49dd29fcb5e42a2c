/**
 * Runs the browser face until it is told to stop. The engine is the caller's: it is neither made
 * nor closed here, so that `serve`, `open` and `demo` share this.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { failure } from '../../src-shared/text/errors/index.ts'
import { serveText } from '../../src-shared/text/serve.ts'
import type { ServedEngine } from '../engine/platform/channel-server.ts'
import type { Log } from '../engine/platform/log.ts'
import { canOpenBrowser, openBrowser } from '../serve/open-browser.ts'
import { startServer } from '../serve/server.ts'

export interface RunServeOptions {
  readonly engine: ServedEngine
  readonly log: Log
  /** Folder of this user's own for short-lived files, such as the home of the engine. */
  readonly home: string
  /** 0: any free one. */
  readonly port?: number
  readonly host?: string
  /** Whether the system's browser is opened, where there is one. */
  readonly open: boolean
  /** Prints `{"type":"ready","url","port"}` on standard output and nothing else there. */
  readonly json: boolean
  /** Where in the application the address leads, like `/image?path=…`. */
  readonly address?: string
  /** Ends the face; the command aborts it on SIGINT and SIGTERM. */
  readonly signal: AbortSignal
}

/** @throws AppFailure SERVE_NOT_LOOPBACK, PORT_IN_USE, RENDERER_NOT_BUILT */
export async function runServe(options: RunServeOptions): Promise<void> {
  const pages = findPages()
  const { engine, log, port = 0, host = '127.0.0.1' } = options
  const server = await startServer({ engine, log, pages, port, host })
  const cleanUps: (() => Promise<void> | void)[] = [() => server.close()]
  try {
    const url = server.newUrl(options.address)
    if (options.json) process.stdout.write(`${JSON.stringify({ type: 'ready', url, port: server.port })}\n`)
    else cleanUps.unshift(speak(url, server.port, () => server.newUrl()))
    if (options.open && canOpenBrowser(process.env)) {
      // A token of its own: the printed address still works in another browser.
      cleanUps.unshift(await openBrowser(server.newUrl(options.address), join(options.home, 'run')))
    }
    await aborted(options.signal)
  } finally {
    for (const cleanUp of cleanUps) await cleanUp()
  }
}

/** Prints the address; in a terminal, Enter prints a new one. @returns what stops that */
function speak(url: string, port: number, newUrl: () => string): () => void {
  process.stdout.write(`${serveText.readyLine(url)}\n`)
  process.stderr.write(`${serveText.forwardHint(port)}\n`)
  if (!process.stdin.isTTY) {
    process.stderr.write(`${serveText.stopHint}\n`)
    return () => undefined
  }
  process.stderr.write(`${serveText.newAddressHint}\n`)
  const again = (): void => void process.stdout.write(`  ${newUrl()}\n`)
  process.stdin.on('data', again)
  return () => {
    process.stdin.off('data', again)
    process.stdin.pause()
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** The built pages lie beside the built command line; a command line run from its source finds them in dist. */
function findPages(): string {
  const candidates = ['../renderer/', '../../dist/renderer/'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  )
  const found = candidates.find((folder) => existsSync(join(folder, 'index.html')))
  if (found === undefined) throw failure('RENDERER_NOT_BUILT')
  return found
}
