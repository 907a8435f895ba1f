import type { errors as en } from '../en/errors';

/** 错误卡片上的文字。 */
export const errors: typeof en = {
  title: '出了点问题',
  code: '错误码',
  reason: '原因',
  trace: '追踪号',
  copyDiagnostics: '复制诊断信息',
  diagnosticsCopied: '已复制诊断信息',
  manualOf: (code) => `错误码 ${code} 的手册页面`,
  watchRoom: (room) => `观看房间 ${room}`,
  newGuest: '以访客身份继续',
  ticketNote: '打开本页的链接里写明了你是谁，但服务器不接受它。',
  unknown: '请刷新页面，然后再试。浏览器说：',
};
