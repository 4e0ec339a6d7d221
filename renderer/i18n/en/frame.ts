import type { TextsOf } from '../texts-of.ts';
import type { frame as zh } from '../zh-CN/frame.ts';

export const frame: TextsOf<typeof zh> = {
  till: 'Till {{number}}',
  operator: 'Operator {{id}} {{name}}',
  lock: 'Lock',
  marks: 'Sample shop and runtime',
  sampleShort: 'SAMPLE SHOP',
  developmentShort: 'DEVELOPMENT RUNTIME',
  sample: 'Sample shop · goods, cards and money are not real',
  development: 'Development runtime · not for a shop',
  'screen.register': 'Register',
  'screen.queue': 'Queue',
  'screen.catalogue': 'Catalogue',
  'screen.line': 'Line',
  'screen.settings': 'Settings',
  'connection.online': 'Online',
  'connection.offline': 'Offline',
  'cause.own-network': 'own network is down',
  'cause.internet': 'no internet',
  'cause.hub': 'shop hub is down',
  'cause.bank': 'bank does not answer',
  'cause.portal': 'network wants a login',
  'cause.forced': 'forced offline',
  'cause.starting': 'asking the bank',
  bankAnswered: 'bank answers in {{latency}} ms',
  onlineMeans: 'The bank was asked a moment ago and answered. Cards can be authorised.',
  offlineMeans:
    'The bank cannot be asked now. Cash works as always; cards can only be promised within limits: the bank has not said yes.',
  offlineRemedy: 'Nothing for you to do: the till keeps trying and sends by itself.',
  lineIsCut: 'The line was cut on the line panel.',
  cutLine: 'Cut the line',
  mendLine: 'Mend the line',
  openLinePanel: 'Open the line panel',
  allSent: 'all delivered',
  unsent: 'Unsent {{count}}',
  oldest: 'oldest {{age}}',
  windowLeft: '{{left}} left',
  unsentMeans:
    'These records stand in both copies here and have not reached the bank. They are sent in order as soon as the line is back.',
  promisedMeans: 'of it promised (not authorised by the bank)',
  attention: 'Needs you {{count}}',
  attentionMeans: 'The bank has answered; a supervisor decides: try again or write off.',
  openQueue: 'Open the queue',
  printer: 'Printer',
  printerReady: 'ready',
  printerFailed: 'not printed',
  printerMeans:
    'Virtual printer: slips are written into a folder here and can be looked at. A failed print never undoes a sale.',
  journal: 'Journal',
  journalWhole: '{{number}} records, whole',
  journalDamaged: 'damaged',
  journalMeans:
    'Whatever happens is first written and synced to the journal file, then to the database. Each copy completes the other.',
  'disk.low': 'Disk: {{left}} MB left',
  'disk.none': 'Disk nearly full: {{left}} MB left',
  'diskMeans.low':
    'There is not much room on the disk. Selling goes on; below 50 MB no new payment begins.',
  'diskMeans.none':
    'The disk is nearly full and no new payment begins. What has begun ends well, and unsent records are sent as usual.',
  diskRemedy:
    'Remove files that this machine does not need; selling goes on by itself once there is room. Leave the TwinTill folder alone.',
  reader: 'Reader',
  readerReady: 'ready (virtual)',
  readerMeans:
    'Virtual card reader: test cards only. The number is sealed for the bank; the till cannot read it.',
  numbers: 'Batch {{batch}} · trace {{trace}}',
  help: 'Help',
  cardsLocked: 'Cards are locked: the journal is not whole. A supervisor must look. Cash goes on.',
  starting: 'Checking both copies …',
  failedTitle: 'The till did not open',
  noHost: 'This page needs the TwinTill desktop app, or a browser with private files.',
  notActivatedTitle: 'This till is not activated',
  notActivated:
    'Start the sample shop by npm start, or enter the activation code that the bank gave you.',
  activationCode: 'Activation code',
  bankUrl: 'Address of the bank',
  activate: 'Activate',
  activating: 'Activating …',
  toRegister: 'Back to the register',
  'found.title': 'Both copies were checked at the start',
  'found.read': 'Understood',
  'found.database-empty':
    'The database was empty and was rebuilt from the journal file. All {{count}} unsent sales are there and will be sent.',
  'found.database-behind':
    'The database lacked {{count}} records; they were completed from the journal file.',
  'found.file-behind':
    'The journal file lacked {{count}} records; they were completed from copies of the database that prove themselves.',
  'found.torn-line':
    'The last line was cut off in the middle (power, or a kill): that step did not happen, nothing was charged. It was removed.',
  'found.records-damaged':
    '{{count}} records of the journal file were changed or damaged. The damaged file is kept aside, what proves itself was restored:',
  'found.rows-damaged':
    '{{count}} rows of the database did not agree with the journal and were made again from it:',
  'found.records-missing':
    '{{count}} records are in neither copy. Their numbers are never used again; a supervisor must compare the slips.',
};
