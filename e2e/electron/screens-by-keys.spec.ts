import { expect, test } from '../fixtures.ts';

test('SCREENS every screen is one key away, out of a field as well, and not over a question', async ({
  till,
}) => {
  const { page, register, status } = till;
  const tabs = page.getByRole('navigation').getByRole('button');
  await register.find.focus();
  for (const [place, tab] of (await tabs.all()).entries()) {
    await page.keyboard.press(`Control+${place + 1}`);
    await expect(tab).toHaveAttribute('aria-current', 'page');
  }
  await page.keyboard.press('Control+1');
  await expect(register.find).toBeVisible();

  const help = await status.help();
  await page.keyboard.press('Control+2');
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
  await expect(register.find).toBeVisible();
});
