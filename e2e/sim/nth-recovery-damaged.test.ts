import { PARTS, recoverySuite } from './nth-recovery.suite.ts';

recoverySuite(PARTS.damaged);
