/** Servers of other programs, started for a test: awaited until they answer, and never left behind. */
import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'

const answersWithinMs = 30_000

/**
 * @param url answers as soon as the server is ready, with whatever status
 * @returns ends the server; may be called again
 * @throws Error when the program cannot be started, ends, or does not answer
 */
export async function startServer(
  program: string,
  args: readonly string[],
  folder: string,
  url: string,
): Promise<() => Promise<void>> {
  const child = spawn(program, args, { cwd: folder, stdio: 'ignore' })
  let end: string | null = null
  const ended = new Promise<void>((resolve) => {
    const note = (how: string): void => {
      end = how
      resolve()
    }
    child.once('error', (error) => note(String(error)))
    child.once('exit', (code, signal) => note(String(code ?? signal)))
  })
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  const deadline = Date.now() + answersWithinMs
  while (end === null && Date.now() < deadline) {
    const answers = await fetch(url).then(
      () => true,
      () => false,
    )
    if (answers) return stop
    await wait(25)
  }
  await stop()
  throw new Error(`${program} does not answer at ${url}; it ended with ${end}`)
}
