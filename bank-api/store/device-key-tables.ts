/** The key that a till is about to sign with; both are taken until it has (P25). */
export const NEXT_DEVICE_KEYS = [
  `alter table terminals add column next_device_key_id text unique`,
  `alter table terminals add column next_device_public_key text`,
];
