/**
 * What only the window's shell can do for a page: dialogs, links, notifications, more windows.
 * These messages share the page's channel with the engine's but are answered by the shell, which
 * checks each against this schema. Other faces have no shell; a page asks its capabilities first.
 */
import { z } from 'zod'
import type { AppError } from '../model/error.ts'
import type { Result } from '../model/result.ts'
import { appError } from '../text/errors/index.ts'
import { pathSchema } from './define.ts'
import { createOpenQuestions } from './open-questions.ts'
import type { Channel } from './wire.ts'

/** Where in the application a window stands: the part of its address after `#`, like `/images/12`. */
export const addressSchema = z
  .string()
  .max(2000)
  .regex(/^\/[^\s\\]*$/)

const fileFilter = z.strictObject({
  name: z.string().min(1).max(100),
  /** Without a dot, like `sif`. */
  extensions: z.array(z.string().regex(/^(?:[A-Za-z0-9]{1,16}|\*)$/)).max(16),
})

export const shellRequestSchema = z.strictObject({
  type: z.literal('shell'),
  id: z.number().int().min(0),
  request: z.discriminatedUnion('verb', [
    /** A file dialog; the answer is empty when the user chose nothing. */
    z.strictObject({
      verb: z.literal('chooseFiles'),
      select: z.enum(['file', 'files', 'folder']),
      title: z.string().max(200).optional(),
      startIn: pathSchema.optional(),
      filters: z.array(fileFilter).max(8).default([]),
    }),
    /** A dialog for a place to write to; the dialog asks before a file is replaced. */
    z.strictObject({
      verb: z.literal('chooseTarget'),
      title: z.string().max(200).optional(),
      suggested: z.string().max(4096).optional(),
    }),
    /**
     * Saves a text where the user says, in the system's dialog; the page chooses no place. A file that is there is
     * replaced whole or not at all.
     */
    z.strictObject({
      verb: z.literal('saveFile'),
      title: z.string().max(200).optional(),
      /** A name without a folder. */
      suggested: z.string().regex(/^[^/\\\p{Cc}]{1,200}$/u),
      text: z.string().max(4_194_304),
      /** Only the user may read it. */
      isPrivate: z.boolean(),
    }),
    /** Shows a file in the system's file manager. */
    z.strictObject({ verb: z.literal('revealFile'), path: pathSchema }),
    /** Opens a page in the system's browser: https only, and the user is asked with the host's name. */
    z.strictObject({ verb: z.literal('openExternal'), url: z.string().max(2048) }),
    /** A system notification, while no window is in front; pressing it leads the page to the address. */
    z.strictObject({
      verb: z.literal('notify'),
      /** What it is about; asked for again under the same name, it is shown once. */
      tag: z.string().min(1).max(200),
      title: z.string().max(200),
      body: z.string().max(1000),
      address: addressSchema,
    }),
    /** Tells the system which theme the window's frame and dialogs take. */
    z.strictObject({ verb: z.literal('setTheme'), theme: z.enum(['system', 'light', 'dark']) }),
    z.strictObject({ verb: z.literal('openWindow'), address: addressSchema }),
  ]),
})

export type ShellMessage = z.output<typeof shellRequestSchema>
export type ShellRequest = ShellMessage['request']
export type ShellVerb = ShellRequest['verb']
type ShellInput = z.input<typeof shellRequestSchema>['request']

/** What each verb answers with. */
export interface ShellValues {
  readonly chooseFiles: readonly string[]
  readonly chooseTarget: string | null
  /** Where it was saved; null when the user chose no place. */
  readonly saveFile: string | null
  readonly revealFile: null
  readonly openExternal: { readonly opened: boolean }
  readonly notify: null
  readonly setTheme: null
  readonly openWindow: null
}

/** What the shell tells a page unasked: where to go (menu, deep link, opened file) or what to do. */
export type ShellEvent =
  | { readonly event: 'navigate'; readonly address: string }
  | { readonly event: 'openFiles'; readonly paths: readonly string[] }
  | { readonly event: 'openReference'; readonly reference: string }
  | { readonly event: 'command'; readonly command: ShellCommand }

/** Menu entries that the page carries out. */
export type ShellCommand = 'addImages' | 'commandBar' | 'back' | 'forward' | 'shortcuts' | 'find'

export type ShellResponse =
  | { readonly type: 'shellValue'; readonly id: number; readonly value: unknown }
  | { readonly type: 'shellError'; readonly id: number | null; readonly error: AppError }
  | { readonly type: 'shellEvent'; readonly event: ShellEvent }

export interface Shell {
  /** Asks the shell; ends with ENGINE_GONE when the channel closes first. */
  ask<Verb extends ShellVerb>(request: Extract<ShellInput, { readonly verb: Verb }>): Promise<Result<ShellValues[Verb]>>
  /** Listens to what the shell tells until the returned function is called; the first listener also hears what came before it. */
  listen(listener: (event: ShellEvent) => void): () => void
}

/** The page's end of the shell, on the same channel as the client of the engine. */
export function connectShell(channel: Channel): Shell {
  const questions = createOpenQuestions()
  const listeners = new Set<(event: ShellEvent) => void>()
  // What the shell tells while nobody listens yet, such as the file that the application was started with.
  let unheard: ShellEvent[] = []

  channel.onMessage((message) => {
    const response = message as ShellResponse
    switch (response.type) {
      case 'shellValue':
        return questions.settle(response.id, { ok: true, value: response.value })
      case 'shellError':
        return response.id === null ? undefined : questions.settle(response.id, { ok: false, error: response.error })
      case 'shellEvent':
        if (listeners.size === 0) unheard.push(response.event)
        for (const listener of listeners) listener(response.event)
        return undefined
    }
  })
  channel.onClose(() => questions.close())

  return {
    ask<Verb extends ShellVerb>(request: Extract<ShellInput, { readonly verb: Verb }>) {
      return new Promise<Result<ShellValues[Verb]>>((resolve) => {
        if (questions.isClosed) return resolve({ ok: false, error: appError('ENGINE_GONE') })
        const id = questions.add((result) => resolve(result as Result<ShellValues[Verb]>))
        channel.send({ type: 'shell', id, request })
      })
    },
    listen(listener) {
      listeners.add(listener)
      const waiting = unheard
      unheard = []
      for (const event of waiting) listener(event)
      return () => listeners.delete(listener)
    },
  }
}
