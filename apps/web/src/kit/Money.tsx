import { inCapitals, parseYuan } from '@goufu/domain/money';
import { Typography } from 'antd';

export const isYuan = (text: string): boolean => /^-?(0|[1-9]\d{0,15})\.\d{2}$/.test(text);
const grouped = (yuan: string): string => yuan.replace(/\B(?=(\d{3})+\.)/g, ',');

/** An amount in figures; with `capitals` also in capital characters, as on every voucher. */
export const Money = ({ yuan, capitals = false }: { readonly yuan: string; readonly capitals?: boolean }) => {
  const fen = capitals ? parseYuan(yuan) : null;
  return (
    <span className="money">
      ¥{grouped(yuan)}
      {fen !== null && <Typography.Text type="secondary"> {inCapitals(fen)}</Typography.Text>}
    </span>
  );
};

/** 大写 of what is being typed; nothing while it is no amount. */
export const Capitals = ({ yuan }: { readonly yuan: string }) => {
  const fen = isYuan(yuan) ? parseYuan(yuan) : null;
  return fen === null ? null : <Typography.Text type="secondary">{inCapitals(fen)}</Typography.Text>;
};
