import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cliText } from '../../../src-shared/text/cli.ts'
import { findPaths } from '../../engine/platform/paths.ts'
import { type Command, type CommandInput, flagOption } from '../command.ts'
import { portOption } from '../options.ts'
import { runServe } from '../serve.ts'

/** Loopback services with small images in every state of trust, and the application connected to them. */
export const demo: Command = {
  usage: 'demo [--services-only]',
  about: 'try everything on services of this computer alone, without any account',
  options: {
    'services-only': { type: 'boolean', about: 'only the services; for the real command lines and for tests' },
    'no-open': { type: 'boolean', about: 'print the address only' },
    port: { type: 'string', value: 'N', about: 'port of the application; any free one by default' },
  },
  positionals: { min: 0, max: 0 },
  async run(input) {
    const { startDemoServices } = await import('../../demo/start.ts')
    const services = await startDemoServices()
    try {
      const { remote, token, entity, keyserver } = services
      input.output.event({ type: 'ready', remote, token, entity, keyserver })
      input.output.note(cliText.demoReady)
      if (flagOption(input, 'services-only')) {
        for (const [name, value] of Object.entries({ remote, token, entity, keyserver }))
          input.output.line(`${name}: ${value}`)
        await ended(input.signal)
      } else await withHome(input, (home) => serveDemo(input, services, home))
      return 0
    } finally {
      await services.close()
    }
  },
}

/** The demo's own state, gone with it, unless the user named a folder for it. */
async function withHome(input: CommandInput, work: (home: string) => Promise<void>): Promise<void> {
  if (process.env.SIF_DESKTOP_HOME) return work(input.paths.home)
  const home = await mkdtemp(join(tmpdir(), 'sif-desktop-demo-'))
  try {
    await work(home)
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

async function serveDemo(
  input: CommandInput,
  services: Awaited<ReturnType<typeof import('../../demo/start.ts')['startDemoServices']>>,
  home: string,
): Promise<void> {
  const [{ createEngine }, { createPlainPlatform }, { connectDemo }] = await Promise.all([
    import('../../engine/engine.ts'),
    import('../../engine/platform/plain-platform.ts'),
    import('../../demo/connect.ts'),
  ])
  const paths = findPaths({ ...process.env, SIF_DESKTOP_HOME: home })
  const engine = createEngine({
    paths,
    platform: createPlainPlatform('browser', paths),
    log: input.log,
    resumeJobs: true,
    demo: true,
  })
  try {
    await connectDemo(engine, services, paths.images, input.signal)
    await runServe({
      engine,
      log: input.log,
      home,
      port: portOption(input, 'demo'),
      open: !flagOption(input, 'no-open'),
      json: input.output.json,
      address: '/library',
      signal: input.signal,
    })
  } finally {
    await engine.close()
  }
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    // A listener alone does not keep the program alive; the services' sockets do.
    signal.addEventListener('abort', () => resolve(), { once: true })
    return undefined
  })
}
