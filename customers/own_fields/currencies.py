"""The currencies an amount can be in, and what people write for them."""

CURRENCIES = {
    "CNY": ("¥", "元", "RMB"),
    "USD": ("US$", "$", "美元"),
    "EUR": ("€", "欧元"),
    "HKD": ("HK$", "港元", "港币"),
    "JPY": ("日元", "円"),
    "GBP": ("£", "英镑"),
}
