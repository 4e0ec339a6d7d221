import { pinPadHere } from '../../shared/host/pin-pad-program.ts';
import { cardReaderHere } from '../../shared/host/virtual-card-reader.ts';
import type { HostOptions } from '../till-host.ts';
import { readerPorts } from '../platform/reader-ports.ts';
import { pinPadPorts } from '../platform/pin-pad-ports.ts';

/** Reader and PIN pad without processes of their own: for a host that is no program. */
export function devicesHere(): Pick<HostOptions, 'reader' | 'startPinPad'> {
  return { reader: cardReaderHere(readerPorts), startPinPad: pinPadHere(pinPadPorts) };
}
