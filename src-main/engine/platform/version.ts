/** The application's version, from its one place. */
import manifest from '../../../package.json' with { type: 'json' }

export const version: string = manifest.version
