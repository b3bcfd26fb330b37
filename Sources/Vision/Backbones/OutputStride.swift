/// Pixels of the frame for each entry of a backbone's last map, along one side.
///
/// Weakly supervised segmentation wants finer activation maps than classification: the last stage does
/// not halve the map again.
package enum OutputStride: Sendable, Hashable {
  /// As the network was trained.
  case thirtySecond
  /// The last stride is 1. Dilated, the layers after it have twice the distance between their taps,
  /// so that every other entry is what the network as it was trained has there; otherwise nothing else
  /// changes, as in IRN (Ahn et al. 2019, arXiv 1904.05044), whose classifier is trained so.
  case sixteenth(dilated: Bool)

  /// The window of a layer after the last stride.
  func window(afterLast window: ConvolutionWindow) -> ConvolutionWindow {
    guard self == .sixteenth(dilated: true) else { return window }
    return ConvolutionWindow(
      kernel: window.kernel, stride: window.stride, dilation: 2, border: window.border)
  }

  /// The window of the layer with the last stride.
  func window(ofLast window: ConvolutionWindow) -> ConvolutionWindow {
    guard self != .thirtySecond else { return window }
    return ConvolutionWindow(kernel: window.kernel, stride: 1, border: window.border)
  }
}
