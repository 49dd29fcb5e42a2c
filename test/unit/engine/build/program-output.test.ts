import { describe, expect, it } from 'vitest'
import type { BuildLogWriter } from '../../../../src-main/engine/build/records/live-build.ts'
import { createProgramOutput } from '../../../../src-main/engine/build/records/program-output.ts'

function read(lines: readonly string[], stages: readonly (string | null)[] = []) {
  const told: string[] = []
  let count = 0
  const log: BuildLogWriter = {
    plan: () => undefined,
    step: (key, about) => void told.push(`step ${key}${about?.stage ? ` ${about.stage}` : ''}`),
    detail: () => undefined,
    line(kind, text) {
      count += 1
      told.push(`${kind} ${text}`)
      return count
    },
    failedAt: ({ text, line }) => void told.push(`failed ${line} ${text}`),
    ready: async () => undefined,
  }
  const output = createProgramOutput(log, stages)
  for (const line of lines) output.line(line)
  return { told, output }
}

describe('what a program prints while it builds', () => {
  it('is steps, commands, warnings and output, colours aside', () => {
    const { told } = read([
      '\u001b[32mINFO:   \u001b[0m Starting build...',
      'INFO:    Fetching OCI image...',
      'INFO:    Running post scriptlet',
      '+ apt-get update',
      'Hit:1 http://deb.example.org',
      '\u001b[33mWARNING:\u001b[0m nothing grave',
      '++ id -u',
      'INFO:    Creating SIF file...',
    ])
    expect(told).toEqual([
      'info INFO:    Starting build...',
      'step base',
      'info INFO:    Fetching OCI image...',
      'step post',
      'info INFO:    Running post scriptlet',
      'command + apt-get update',
      'output Hit:1 http://deb.example.org',
      'warning WARNING: nothing grave',
      'command ++ id -u',
      'step pack',
      'info INFO:    Creating SIF file...',
    ])
  })

  it('names the command that was running when it failed, and the reason without what is always said', () => {
    const { told, output } = read([
      'INFO:    Running post scriptlet',
      '+ make install',
      'make: *** [install] Error 2',
      'FATAL:   While performing build: while running engine: exit status 2',
    ])
    expect(told.at(-1)).toBe('failed 2 make install')
    expect([output.failedCommand(), output.reason()]).toEqual(['make install', 'exit status 2'])
    expect(output.lastLines()).toHaveLength(4)
  })

  it('blames no command for what failed after the commands', () => {
    const { output } = read([
      '+ make install',
      'INFO:    Creating SIF file...',
      'FATAL:   While performing build: while creating squashfs: no space left on device',
    ])
    expect([output.failedCommand(), output.reason()]).toEqual([
      null,
      'while creating squashfs: no space left on device',
    ])
  })

  it('keeps stages apart, each of which begins with its base', () => {
    const base = ['INFO:    Fetching OCI image...', 'INFO:    Extracting OCI image...']
    const { told } = read([...base, ...base], ['build', 'run'])
    expect(told.filter((line) => line.startsWith('step'))).toEqual([
      'step base build',
      'step unpack build',
      'step base run',
      'step unpack run',
    ])
  })
})
