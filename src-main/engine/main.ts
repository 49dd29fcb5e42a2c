/**
 * The engine as a process of its own, started by the window's shell. Its parent hands it one end of
 * a MessagePort for each page, and answers what only Electron can do. `--secrets=keychain` says that
 * the shell seals secrets with the system's keychain; otherwise they are kept in files.
 */
import './platform/small-heap.ts'
import { createEngine } from './engine.ts'
import { createPortChannel, type PortLike } from './platform/channel-port.ts'
import { serveChannel } from './platform/channel-server.ts'
import { createFileSecrets } from './platform/file-secrets.ts'
import { type ToShell, toEngineSchema } from './platform/host-messages.ts'
import { createHostPlatform } from './platform/host-platform.ts'
import { createLog } from './platform/log.ts'
import { createLogFile } from './platform/log-file.ts'
import { findPaths } from './platform/paths.ts'

/** What Electron gives a utility process to talk to its parent. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown; readonly ports: readonly PortLike[] }) => void): void
}

const parent = (process as unknown as { readonly parentPort?: ParentPort }).parentPort
if (parent === undefined) {
  process.stderr.write('This is started by the window; use `sif-desktop engine --stdio`.\n')
  process.exit(2)
}

const paths = findPaths(process.env)
const log = createLog(createLogFile(paths.log), 'info')
const post = (message: ToShell): void => parent.postMessage(message)
const host = createHostPlatform(post)
const hasKeychain = process.argv.includes('--secrets=keychain')
const platform = hasKeychain ? host.port : { ...host.port, secrets: createFileSecrets(paths.secrets) }
const engine = createEngine({ paths, platform, log, resumeJobs: true })

parent.on('message', ({ data, ports }) => {
  const message = toEngineSchema.safeParse(data)
  if (!message.success) {
    log('error', 'message of the shell refused')
    return
  }
  switch (message.data.type) {
    case 'connect':
      for (const port of ports) serveChannel(engine, createPortChannel(port), log)
      return
    case 'secret':
    case 'secretFailed':
    case 'proxy':
      return host.receive(message.data)
    case 'stop':
      void engine.close().finally(() => process.exit(0))
  }
})
post({ type: 'ready' })
