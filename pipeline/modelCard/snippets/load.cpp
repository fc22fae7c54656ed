#include <iostream>
#include <opencv2/dnn.hpp>
#include <opencv2/imgcodecs.hpp>

int main() {
  cv::dnn::Net encoder = cv::dnn::readNetFromONNX("__ENCODER__");
  cv::dnn::Net decoder = cv::dnn::readNetFromONNX("__DECODER__");

  cv::Mat picture = cv::imread("__EXAMPLE__", cv::__IMREAD__);
  cv::Mat image = cv::dnn::blobFromImage(picture, 1 / 255.0, {__WIDTH__, __HEIGHT__}, {}, true);

  encoder.setInput(image);
  cv::Mat latent = encoder.forward("__LATENT__");
  decoder.setInput(latent);
  cv::Mat reconstruction = decoder.forward("__RECONSTRUCTION__");

  double error = cv::norm(image, reconstruction, cv::NORM_L2SQR) / image.total();
  std::cout << "latent " << latent.size << " image " << reconstruction.size << "\n"
            << "mean squared error " << error << std::endl;
}
