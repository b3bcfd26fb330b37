"""Prints the JPEG that SampleImages.photograph holds: 96 x 72 pixels of smooth colour, as base64.

Pillow 13.0.0 with libjpeg-turbo; run as `python3 sample_jpeg.py`.
"""

import base64
import io
import math
import textwrap

from PIL import Image

image = Image.new("RGB", (96, 72))
for y in range(72):
    for x in range(96):
        red = int(120 + 100 * math.sin(x / 13))
        green = int(60 + 2.2 * y)
        blue = int(140 + 80 * math.cos((x + y) / 17))
        image.putpixel((x, y), (red, green, blue))
buffer = io.BytesIO()
image.save(buffer, "JPEG", quality=60)
print("\n".join(textwrap.wrap(base64.b64encode(buffer.getvalue()).decode(), 92)))
