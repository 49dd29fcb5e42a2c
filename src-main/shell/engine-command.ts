/**
 * An engine that a command starts, speaking the contract over its standard input and output: one run
 * by another Node, or over SSH on another computer. It keeps its secrets where it runs.
 */
import { spawn } from 'node:child_process'
import { createLinesChannel } from '../engine/platform/channel-lines.ts'
import { createPortChannel } from '../engine/platform/channel-port.ts'
import type { StartEngine } from './engine-process.ts'
import { createMultiplexer } from './multiplexer.ts'

/**
 * Reads a command as the environment variable gives it: a JSON array of strings, or words between spaces.
 * @returns null when there is none
 */
export function readCommand(text: string | undefined): readonly [string, ...string[]] | null {
  const words = wordsOf((text ?? '').trim())
  const [program, ...args] = words
  return program === undefined ? null : [program, ...args]
}

function wordsOf(text: string): readonly string[] {
  if (!text.startsWith('[')) return text.split(/\s+/).filter((word) => word !== '')
  const list: unknown = JSON.parse(text)
  if (!Array.isArray(list)) return []
  return list.filter((word): word is string => typeof word === 'string')
}

export function commandEngine([program, ...args]: readonly [string, ...string[]]): StartEngine {
  return (onEnd) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    const channel = createLinesChannel(child.stdout, child.stdin)
    const pages = createMultiplexer(channel)
    let hasEnded = false
    const end = (reason: string): void => {
      if (hasEnded) return
      hasEnded = true
      channel.close()
      onEnd(reason)
    }
    child.on('error', (error) => end(error.message))
    child.on('exit', (code, signal) => end(`exit ${code ?? signal}`))
    channel.onClose(() => {
      // An engine that no longer speaks is no use; when it ended by itself this does nothing.
      child.kill()
    })
    return {
      connect: (port) => pages.attach(createPortChannel(port)),
      stop: () => channel.close(),
    }
  }
}
