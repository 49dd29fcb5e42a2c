/** Asks all providers for what was typed and puts their answers into groups as they arrive. */
import { useEffect, useState } from 'react'
import type { CommandFindings, CommandInput, CommandProvider } from './commands.ts'
import { features } from './features.ts'
import { frameCommands } from './frame-commands.ts'

export interface CommandGroup extends CommandFindings {
  readonly id: string
  readonly title: string
  readonly order: number
}

const providers: readonly CommandProvider[] = [...features.flatMap((feature) => feature.commands ?? []), frameCommands]

/** A pause after the last key press, so that a pasted reference asks once, in ms. */
const pauseMs = 120
const perGroup = 6

/** @param input null while the bar is closed: asks nothing */
export function useCommandResults(input: CommandInput | null): {
  readonly groups: readonly CommandGroup[]
  readonly isBusy: boolean
  /** The text that the groups answer; older groups stand while a newer one is being asked about. */
  readonly answers: string | null
} {
  const [held, setHeld] = useState<{
    readonly groups: readonly CommandGroup[]
    readonly open: number
    readonly answers: string | null
  }>({ groups: [], open: 0, answers: null })
  const kind = input?.kind ?? null
  const text = input?.text ?? ''
  useEffect(() => {
    if (input === null) return undefined
    const controller = new AbortController()
    const ask = async (provider: CommandProvider): Promise<void> => {
      const found = await Promise.resolve(provider.find(input, perGroup, controller.signal)).catch(() => ({
        commands: [],
      }))
      if (controller.signal.aborted) return
      setHeld(({ groups, open, answers }) => {
        const others = groups.filter((group) => group.id !== provider.id)
        const group = { ...found, id: provider.id, title: provider.title, order: provider.order }
        const isEmpty = found.commands.length === 0 && !('head' in found)
        return {
          groups: isEmpty ? others : [...others, group].toSorted((one, other) => one.order - other.order),
          open: open - 1,
          // The first answer to a newer text that has something to offer.
          answers: isEmpty ? answers : input.text,
        }
      })
    }
    const timer = setTimeout(
      () => {
        setHeld((old) => ({ ...old, open: providers.length }))
        for (const provider of providers) void ask(provider)
      },
      kind === 'empty' ? 0 : pauseMs,
    )
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
    // An input is what was typed: the same text is the same input.
  }, [input, kind])
  return { groups: input === null ? [] : held.groups, isBusy: held.open > 0 && text !== '', answers: held.answers }
}
