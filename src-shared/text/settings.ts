/** Sentences of Settings. */
export const settingsText = {
  title: 'Settings',
  sections: 'Sections',
  saveFailed: 'The setting was not saved',
  readFailed: 'The settings could not be read',

  appearance: 'Appearance',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  density: 'Rows of lists',
  densities: { comfortable: 'Comfortable', compact: 'Compact, for long lists' },

  imageFolder: 'Where pulled images go',
  imageFolderHelp: 'Images that are here already stay where they are.',
  choose: 'Choose…',
  chooseTitle: 'Choose the folder for pulled images',
  save: 'Save',
  saved: 'Saved',
  notAbsolute: 'The path has to begin at the root, like /home/you/Containers.',

  network: 'Network',
  connections: 'Connections of one download',
  connectionsHelp: 'More is faster on a good line and harder on the server.',
  atOnce: 'Pulls and pushes at once',
  atOnceHelp: 'As many of each kind run side by side; the others wait in order.',
  limit: 'Limit of all transfers',
  limitHelp: 'Bytes a second for everything together, like 500k or 2M. Empty for no limit. It holds at once.',
  limitForms: 'Write a rate like 500k, 2M or 1.5M, or leave it empty.',
  noLimit: 'No limit',

  about: 'About',
  version: 'Version',
  runsIn: 'Runs in',
  faces: { window: 'a window', browser: 'the browser', terminal: 'the terminal', stdio: 'another program' },
  computer: 'Computer',
  filesInside: 'Files inside images',
  filesWork: 'can be looked at',
} as const
