import { theme, type ThemeConfig } from 'antd';

/** Tokens under which no text falls short of WCAG AA, in light and in dark. */
const LIGHT = {
  colorPrimary: '#0050b3',
  colorLink: '#0050b3',
  colorLinkHover: '#003a8c',
  colorError: '#cf1322',
  colorErrorText: '#a8071a',
  colorSuccess: '#237804',
  colorSuccessText: '#135200',
  colorTextSecondary: '#434343',
  colorTextTertiary: '#595959',
  colorTextPlaceholder: '#6b6b6b',
  colorTextDescription: '#595959',
};
const DARK = {
  colorPrimary: '#1668dc',
  colorLink: '#8ab8ff',
  colorLinkHover: '#b5d3ff',
  colorError: '#ff7875',
  colorErrorText: '#ff7875',
  colorSuccess: '#6abe39',
  colorSuccessText: '#95de64',
  colorTextSecondary: '#d9d9d9',
  colorTextTertiary: '#bfbfbf',
  colorTextPlaceholder: '#a6a6a6',
  colorTextDescription: '#bfbfbf',
};

export const themeOf = (dark: boolean, large: boolean): ThemeConfig => ({
  algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
  token: { ...(dark ? DARK : LIGHT), fontSize: large ? 18 : 15, motion: false, borderRadius: 6 },
  components: {
    Tabs: { itemSelectedColor: dark ? '#a9cbff' : '#0050b3' },
    Descriptions: { labelColor: dark ? '#bfbfbf' : '#595959' },
    Layout: { headerBg: dark ? '#141414' : '#ffffff', bodyBg: dark ? '#000000' : '#f5f7fa', headerHeight: 56 },
  },
});
