/// Recorded drawings; `PlotGoldenTests` holds the figures that made them.
enum GoldenFigures {
  static let line = """
    stroke line 0.5: M 21.74,54.34 L 112.88,54.34
    stroke line 0.5: M 21.74,4.73 L 112.88,4.73
    stroke soft 0.75: M 21.74,54.34 L 112.88,54.34
    stroke soft 0.6: M 21.74,54.34 L 21.74,57.34
    text "0.0" center at 21.74,65.3 7.5 pt regular soft
    stroke soft 0.6: M 67.31,54.34 L 67.31,57.34
    text "0.5" center at 67.31,65.3 7.5 pt regular soft
    stroke soft 0.6: M 112.88,54.34 L 112.88,57.34
    text "1.0" center at 112.88,65.3 7.5 pt regular soft
    text "x" center at 67.31,76.84 9.0 pt regular ink
    text "1" trailing at 18.24,57.07 7.5 pt regular soft
    text "2" trailing at 18.24,7.45 7.5 pt regular soft
    text "y" center at 7.54,29.54 9.0 pt regular ink turned -90.0°
    clip 21.04,4.03 92.54×51.02
      stroke series(5, opacity: 1.0) 1.25: M 21.74,54.34 L 112.88,4.73
    stroke paper 1.0: M 23.64,54.34 C 23.64,55.39 22.79,56.24 21.74,56.24 C 20.69,56.24 \
    19.84,55.39 19.84,54.34 C 19.84,53.3 20.69,52.44 21.74,52.44 C 22.79,52.44 23.64,53.3 \
    23.64,54.34 Z
    fill series(5, opacity: 1.0): M 23.64,54.34 C 23.64,55.39 22.79,56.24 21.74,56.24 C \
    20.69,56.24 19.84,55.39 19.84,54.34 C 19.84,53.3 20.69,52.44 21.74,52.44 C 22.79,52.44 \
    23.64,53.3 23.64,54.34 Z
    stroke paper 1.0: M 114.78,4.73 C 114.78,5.78 113.93,6.63 112.88,6.63 C 111.83,6.63 \
    110.98,5.78 110.98,4.73 C 110.98,3.68 111.83,2.83 112.88,2.83 C 113.93,2.83 114.78,3.68 \
    114.78,4.73 Z
    fill series(5, opacity: 1.0): M 114.78,4.73 C 114.78,5.78 113.93,6.63 112.88,6.63 C \
    111.83,6.63 110.98,5.78 110.98,4.73 C 110.98,3.68 111.83,2.83 112.88,2.83 C 113.93,2.83 \
    114.78,3.68 114.78,4.73 Z
    """

  static let bars = """
    stroke line 0.5: M 32.19,3 L 32.19,23.09
    stroke line 0.5: M 64.98,3 L 64.98,23.09
    stroke line 0.5: M 97.78,3 L 97.78,23.09
    stroke soft 0.75: M 32.19,23.09 L 97.78,23.09
    stroke soft 0.6: M 32.19,23.09 L 32.19,26.09
    text "−10" center at 32.19,34.05 7.5 pt regular soft
    stroke soft 0.6: M 64.98,23.09 L 64.98,26.09
    text "0" center at 64.98,34.05 7.5 pt regular soft
    stroke soft 0.6: M 97.78,23.09 L 97.78,26.09
    text "+10" center at 97.78,34.05 7.5 pt regular soft
    text "change," center at 64.98,45.59 9.0 pt regular ink
    text "points" center at 64.98,56.84 9.0 pt regular ink
    stroke soft 0.75: M 64.98,3 L 64.98,23.09
    text "a" trailing at 5.97,10.93 8.0 pt regular ink
    text "b" trailing at 5.97,20.98 8.0 pt regular ink
    fill series(5, opacity: 1.0): M 64.98,4.11 L 97.78,4.11 L 97.78,11.14 L 64.98,11.14 Z
    fill paper: M 99.68,4.66 L 118.1,4.66 L 118.1,10.59 L 99.68,10.59 Z
    text "+10.0" leading at 100.28,9.99 6.5 pt regular soft
    fill series(5, opacity: 1.0): M 48.59,14.15 L 64.98,14.15 L 64.98,21.19 L 48.59,21.19 Z
    fill paper: M 31.62,14.71 L 46.69,14.71 L 46.69,20.63 L 31.62,20.63 Z
    text "−5.0" trailing at 46.09,20.03 6.5 pt regular soft
    """
}
